CREATE TABLE `adjustments` (
	`adjustment_id` text PRIMARY KEY NOT NULL,
	`wallet_id` text NOT NULL,
	`driver_id` text NOT NULL,
	`state` text NOT NULL,
	`direction` text NOT NULL,
	`part` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`cause` text NOT NULL,
	`reason` text NOT NULL,
	`proposed_by` text NOT NULL,
	`proposed_at_ms` integer NOT NULL,
	`lapses_at_ms` integer NOT NULL,
	`decided_by` text,
	`decided_at_ms` integer,
	`note` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `adjustments_by_state` ON `adjustments` (`state`,`proposed_at_ms`,`adjustment_id`);--> statement-breakpoint
CREATE INDEX `adjustments_by_time` ON `adjustments` (`proposed_at_ms`,`adjustment_id`);--> statement-breakpoint
CREATE TABLE `alerts` (
	`alert_id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`actor` text NOT NULL,
	`subject_id` text NOT NULL,
	`facts` text NOT NULL,
	`raised_at_ms` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `alerts_by_time` ON `alerts` (`raised_at_ms`);--> statement-breakpoint
CREATE INDEX `alerts_by_kind` ON `alerts` (`kind`,`raised_at_ms`);--> statement-breakpoint
CREATE TABLE `audit_trail` (
	`no` integer PRIMARY KEY NOT NULL,
	`at_ms` integer NOT NULL,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`operator_id` text NOT NULL,
	`email` text NOT NULL,
	`role` text NOT NULL,
	`reason` text,
	`ip` text,
	`place` text,
	`request_id` text NOT NULL,
	`before` text,
	`after` text,
	`source` text NOT NULL,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `audit_by_operator` ON `audit_trail` (`operator_id`,`no`);--> statement-breakpoint
CREATE INDEX `audit_by_action` ON `audit_trail` (`action`,`no`);--> statement-breakpoint
CREATE INDEX `audit_by_subject` ON `audit_trail` (`subject`,`no`);--> statement-breakpoint
CREATE TABLE `grades` (
	`grade` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`terms` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `home_regions` (
	`driver_id` text PRIMARY KEY NOT NULL,
	`region_id` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `packages` (
	`package_id` text PRIMARY KEY NOT NULL,
	`region_id` text NOT NULL,
	`version` integer NOT NULL,
	`position` integer NOT NULL,
	`on_sale` integer NOT NULL,
	`package` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `packages_by_region` ON `packages` (`region_id`,`position`);--> statement-breakpoint
CREATE TABLE `regions` (
	`region_id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`region` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `coupons` (
	`coupon_id` text PRIMARY KEY NOT NULL,
	`driver_id` text NOT NULL,
	`order_id` text NOT NULL,
	`names` text NOT NULL,
	`value_minor` integer NOT NULL,
	`min_spend_minor` integer NOT NULL,
	`state` text NOT NULL,
	`granted_at_ms` integer NOT NULL,
	`expires_at_ms` integer
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `coupons_by_driver` ON `coupons` (`driver_id`,`granted_at_ms`);--> statement-breakpoint
CREATE TABLE `device_drivers` (
	`device` text NOT NULL,
	`driver_id` text NOT NULL,
	`sign_ins` integer NOT NULL,
	`first_seen_at_ms` integer NOT NULL,
	`last_seen_at_ms` integer NOT NULL,
	`place` text,
	PRIMARY KEY(`device`, `driver_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `device_drivers_by_driver` ON `device_drivers` (`driver_id`);--> statement-breakpoint
CREATE TABLE `devices` (
	`device` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`drivers` integer NOT NULL,
	`first_seen_at_ms` integer NOT NULL,
	`last_seen_at_ms` integer NOT NULL,
	`place` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `devices_by_time` ON `devices` (`last_seen_at_ms`,`device`);--> statement-breakpoint
CREATE INDEX `devices_shared` ON `devices` (`last_seen_at_ms`,`device`) WHERE drivers > 1;--> statement-breakpoint
CREATE TABLE `documents` (
	`document_id` text PRIMARY KEY NOT NULL,
	`driver_id` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`attempt` integer NOT NULL,
	`content_type` text NOT NULL,
	`bytes` integer NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`id_name` text,
	`submitted_at_ms` integer NOT NULL,
	`decided_at_ms` integer,
	`decided_by` text,
	`cause` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `documents_by_state` ON `documents` (`state`,`submitted_at_ms`,`document_id`);--> statement-breakpoint
CREATE INDEX `documents_by_id_name` ON `documents` (`id_name`) WHERE id_name IS NOT NULL;--> statement-breakpoint
CREATE TABLE `exports` (
	`export_id` text PRIMARY KEY NOT NULL,
	`operator_id` text NOT NULL,
	`subject` text NOT NULL,
	`state` text NOT NULL,
	`rows` integer NOT NULL,
	`bytes` integer NOT NULL,
	`requested_at_ms` integer NOT NULL,
	`completed_at_ms` integer,
	`expires_at_ms` integer
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `exports_by_operator` ON `exports` (`operator_id`,`requested_at_ms`,`export_id`);--> statement-breakpoint
CREATE TABLE `active_daily` (
	`time_zone` text NOT NULL,
	`day_ms` integer NOT NULL,
	`currency` text NOT NULL,
	`previous_day_ms` integer NOT NULL,
	`drivers` integer NOT NULL,
	PRIMARY KEY(`time_zone`, `currency`, `day_ms`, `previous_day_ms`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `active_hours` (
	`hour_ms` integer NOT NULL,
	`wallet_id` text NOT NULL,
	`currency` text NOT NULL,
	`previous_ms` integer NOT NULL,
	`opened_at_ms` integer NOT NULL,
	PRIMARY KEY(`hour_ms`, `wallet_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `closed_days` (
	`day_ms` integer NOT NULL,
	`time_zone` text NOT NULL,
	`until_ms` integer NOT NULL,
	PRIMARY KEY(`day_ms`, `time_zone`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `cohorts_daily` (
	`time_zone` text NOT NULL,
	`day_ms` integer NOT NULL,
	`currency` text NOT NULL,
	`cohort_day_ms` integer NOT NULL,
	`active` integer NOT NULL,
	`first_returns` integer NOT NULL,
	PRIMARY KEY(`time_zone`, `currency`, `cohort_day_ms`, `day_ms`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `figures_daily` (
	`time_zone` text NOT NULL,
	`day_ms` integer NOT NULL,
	`currency` text NOT NULL,
	`kind` text NOT NULL,
	`source` text NOT NULL,
	`product` text NOT NULL,
	`fuelings` integer DEFAULT 0 NOT NULL,
	`fueled_minor` integer DEFAULT 0 NOT NULL,
	`volume_ml` integer DEFAULT 0 NOT NULL,
	`newcomers` integer DEFAULT 0 NOT NULL,
	`requested` integer DEFAULT 0 NOT NULL,
	`topups` integer DEFAULT 0 NOT NULL,
	`topped_up_minor` integer DEFAULT 0 NOT NULL,
	`bonus_minor` integer DEFAULT 0 NOT NULL,
	`cancelled` integer DEFAULT 0 NOT NULL,
	`expired` integer DEFAULT 0 NOT NULL,
	`revived` integer DEFAULT 0 NOT NULL,
	`refunds` integer DEFAULT 0 NOT NULL,
	`refunded_minor` integer DEFAULT 0 NOT NULL,
	`registered` integer DEFAULT 0 NOT NULL,
	`ever_topped_up` integer DEFAULT 0 NOT NULL,
	`ever_fueled` integer DEFAULT 0 NOT NULL,
	`principal_change_minor` integer DEFAULT 0 NOT NULL,
	`bonus_change_minor` integer DEFAULT 0 NOT NULL,
	`debt_change_minor` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`time_zone`, `currency`, `kind`, `day_ms`, `source`, `product`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `figures_hourly` (
	`hour_ms` integer NOT NULL,
	`currency` text NOT NULL,
	`kind` text NOT NULL,
	`source` text NOT NULL,
	`product` text NOT NULL,
	`fuelings` integer DEFAULT 0 NOT NULL,
	`fueled_minor` integer DEFAULT 0 NOT NULL,
	`volume_ml` integer DEFAULT 0 NOT NULL,
	`newcomers` integer DEFAULT 0 NOT NULL,
	`requested` integer DEFAULT 0 NOT NULL,
	`topups` integer DEFAULT 0 NOT NULL,
	`topped_up_minor` integer DEFAULT 0 NOT NULL,
	`bonus_minor` integer DEFAULT 0 NOT NULL,
	`cancelled` integer DEFAULT 0 NOT NULL,
	`expired` integer DEFAULT 0 NOT NULL,
	`revived` integer DEFAULT 0 NOT NULL,
	`refunds` integer DEFAULT 0 NOT NULL,
	`refunded_minor` integer DEFAULT 0 NOT NULL,
	`registered` integer DEFAULT 0 NOT NULL,
	`ever_topped_up` integer DEFAULT 0 NOT NULL,
	`ever_fueled` integer DEFAULT 0 NOT NULL,
	`principal_change_minor` integer DEFAULT 0 NOT NULL,
	`bonus_change_minor` integer DEFAULT 0 NOT NULL,
	`debt_change_minor` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`hour_ms`, `currency`, `kind`, `source`, `product`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `rhythm_daily` (
	`time_zone` text NOT NULL,
	`day_ms` integer NOT NULL,
	`currency` text NOT NULL,
	`hour` integer NOT NULL,
	`weekday` integer NOT NULL,
	`fuelings` integer NOT NULL,
	`fueled_minor` integer NOT NULL,
	PRIMARY KEY(`time_zone`, `currency`, `day_ms`, `hour`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `fuelings` (
	`fueling_id` text PRIMARY KEY NOT NULL,
	`wallet_id` text NOT NULL,
	`station_id` text NOT NULL,
	`pump` integer NOT NULL,
	`nozzle` integer NOT NULL,
	`grade` text NOT NULL,
	`volume_ml` integer NOT NULL,
	`unit_price_milli` integer NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`principal_minor` integer NOT NULL,
	`bonus_minor` integer NOT NULL,
	`debt_minor` integer NOT NULL,
	`transaction_id` text NOT NULL,
	`started_at_ms` integer NOT NULL,
	`ended_at_ms` integer NOT NULL,
	`settled_at_ms` integer NOT NULL,
	`offline` integer NOT NULL,
	`previous_ms` integer NOT NULL,
	`opened_at_ms` integer NOT NULL,
	`ip` text,
	`ip_key` text,
	`device` text,
	`place` text,
	`agent` text,
	`terminal_id` text,
	`terminal_ip` text,
	`terminal_ip_key` text,
	`terminal_place` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `fuelings_by_wallet` ON `fuelings` (`wallet_id`,`settled_at_ms`);--> statement-breakpoint
CREATE INDEX `fuelings_by_station` ON `fuelings` (`station_id`,`settled_at_ms`);--> statement-breakpoint
CREATE INDEX `fuelings_by_time` ON `fuelings` (`settled_at_ms`,`fueling_id`,`wallet_id`,`station_id`,`currency`,`previous_ms`,`opened_at_ms`);--> statement-breakpoint
CREATE TABLE `parked_deliveries` (
	`actor` text NOT NULL,
	`delivery_id` text NOT NULL,
	`destination` text NOT NULL,
	`error` text NOT NULL,
	`parked_at_ms` integer NOT NULL,
	PRIMARY KEY(`actor`, `delivery_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `parked_by_time` ON `parked_deliveries` (`parked_at_ms`);--> statement-breakpoint
CREATE TABLE `operator_openings` (
	`email` text PRIMARY KEY NOT NULL,
	`opening_id` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`stations` text,
	`password_hash` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `operators` (
	`operator_id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`stations` text,
	`state` text NOT NULL,
	`has_second_factor` integer DEFAULT false NOT NULL,
	`must_change_password` integer DEFAULT false NOT NULL,
	`locked_until_ms` integer DEFAULT 0 NOT NULL,
	`last_sign_in_at_ms` integer,
	`created_at_ms` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `operators_by_time` ON `operators` (`created_at_ms`);--> statement-breakpoint
CREATE TABLE `package_stocks` (
	`package_id` text PRIMARY KEY NOT NULL,
	`sold` integer NOT NULL,
	`held` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `bill_imports` (
	`provider` text NOT NULL,
	`day` text NOT NULL,
	`state` text NOT NULL,
	`payments` integer DEFAULT 0 NOT NULL,
	`paid_minor` integer DEFAULT 0 NOT NULL,
	`refunds` integer DEFAULT 0 NOT NULL,
	`refunded_minor` integer DEFAULT 0 NOT NULL,
	`fees_minor` integer DEFAULT 0 NOT NULL,
	`cases` integer DEFAULT 0 NOT NULL,
	`tried_at_ms` integer NOT NULL,
	PRIMARY KEY(`day`, `provider`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `cases` (
	`case_id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`wallet_id` text,
	`provider` text,
	`currency` text,
	`amount_minor` integer,
	`evidence` text NOT NULL,
	`state` text NOT NULL,
	`owner` text,
	`resolution` text,
	`note` text,
	`opened_at_ms` integer NOT NULL,
	`resolved_at_ms` integer,
	`resolved_by` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `cases_by_state` ON `cases` (`state`,`opened_at_ms`);--> statement-breakpoint
CREATE TABLE `fund_flows` (
	`hour_ms` integer NOT NULL,
	`currency` text NOT NULL,
	`kind` text NOT NULL,
	`principal_minor` integer DEFAULT 0 NOT NULL,
	`bonus_minor` integer DEFAULT 0 NOT NULL,
	`debt_minor` integer DEFAULT 0 NOT NULL,
	`count` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`hour_ms`, `currency`, `kind`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `station_captures` (
	`station_id` text PRIMARY KEY NOT NULL,
	`until_ms` integer NOT NULL,
	`fuelings` integer NOT NULL,
	`amount_minor` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `suspects` (
	`key` text PRIMARY KEY NOT NULL,
	`difference` text NOT NULL,
	`since_ms` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `records` (
	`record_id` text PRIMARY KEY NOT NULL,
	`driver_id` text NOT NULL,
	`vehicle_id` text,
	`station_id` text,
	`station_name` text,
	`at_ms` integer NOT NULL,
	`grade` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`volume_ml` integer NOT NULL,
	`odometer_km` integer
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `records_by_driver` ON `records` (`driver_id`,`at_ms`);--> statement-breakpoint
CREATE TABLE `refunds` (
	`refund_id` text PRIMARY KEY NOT NULL,
	`wallet_id` text NOT NULL,
	`order_id` text NOT NULL,
	`state` text NOT NULL,
	`channel` text NOT NULL,
	`provider` text NOT NULL,
	`provider_transaction_id` text NOT NULL,
	`refund_no` text NOT NULL,
	`currency` text NOT NULL,
	`principal_minor` integer NOT NULL,
	`bonus_minor` integer NOT NULL,
	`reason` text NOT NULL,
	`automatic` integer NOT NULL,
	`requested_at_ms` integer NOT NULL,
	`changed_at_ms` integer NOT NULL,
	`sent_at_ms` integer,
	`decided_by` text,
	`reference` text,
	`bank` text,
	`batch_id` text,
	`steps` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `refunds_by_order` ON `refunds` (`order_id`);--> statement-breakpoint
CREATE INDEX `refunds_by_state` ON `refunds` (`state`,`requested_at_ms`);--> statement-breakpoint
CREATE INDEX `refunds_by_number` ON `refunds` (`refund_no`);--> statement-breakpoint
CREATE TABLE `risk_alerts` (
	`alert_id` text PRIMARY KEY NOT NULL,
	`driver_id` text NOT NULL,
	`wallet_id` text NOT NULL,
	`rule_id` text NOT NULL,
	`kind` text NOT NULL,
	`version` integer NOT NULL,
	`outcome` text NOT NULL,
	`subject` text NOT NULL,
	`currency` text NOT NULL,
	`window_ms` integer,
	`evidence` text NOT NULL,
	`raised_at_ms` integer NOT NULL,
	`state` text NOT NULL,
	`acknowledged_by` text,
	`acknowledged_at_ms` integer,
	`closed_by` text,
	`closed_at_ms` integer,
	`verdict` text,
	`note` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `risk_alerts_by_state` ON `risk_alerts` (`state`,`raised_at_ms`,`alert_id`);--> statement-breakpoint
CREATE INDEX `risk_alerts_by_driver` ON `risk_alerts` (`driver_id`,`raised_at_ms`,`alert_id`);--> statement-breakpoint
CREATE INDEX `risk_alerts_by_time` ON `risk_alerts` (`raised_at_ms`,`alert_id`);--> statement-breakpoint
CREATE TABLE `drivers` (
	`driver_id` text PRIMARY KEY NOT NULL,
	`wallet_id` text NOT NULL,
	`name` text NOT NULL,
	`nickname` text,
	`phone_tail` text,
	`phone_bound_at_ms` integer,
	`registered_at_ms` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `drivers_by_time` ON `drivers` (`registered_at_ms`,`driver_id`);--> statement-breakpoint
CREATE INDEX `drivers_by_name` ON `drivers` (name COLLATE NOCASE,`driver_id`);--> statement-breakpoint
CREATE TABLE `station_prices` (
	`station_id` text NOT NULL,
	`grade` text NOT NULL,
	`unit_price_milli` integer NOT NULL,
	`effective_at_ms` integer NOT NULL,
	PRIMARY KEY(`station_id`, `grade`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `stations` (
	`station_id` text PRIMARY KEY NOT NULL,
	`region_id` text NOT NULL,
	`names` text NOT NULL,
	`address` text NOT NULL,
	`lat` real NOT NULL,
	`lng` real NOT NULL,
	`currency` text NOT NULL,
	`time_zone` text NOT NULL,
	`services` text DEFAULT '[]' NOT NULL,
	`hours` text DEFAULT '"24h"' NOT NULL,
	`pumps` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `stray_payments` (
	`provider` text NOT NULL,
	`provider_transaction_id` text NOT NULL,
	`wallet_id` text NOT NULL,
	`order_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`reason` text NOT NULL,
	`state` text NOT NULL,
	`refund_id` text,
	`arrived_at_ms` integer NOT NULL,
	PRIMARY KEY(`provider`, `provider_transaction_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `topups` (
	`order_id` text PRIMARY KEY NOT NULL,
	`wallet_id` text NOT NULL,
	`state` text NOT NULL,
	`provider` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`bonus_minor` integer NOT NULL,
	`package_id` text,
	`package_version` integer,
	`provider_transaction_id` text,
	`created_at_ms` integer NOT NULL,
	`expires_at_ms` integer NOT NULL,
	`closed_at_ms` integer,
	`paid_at_ms` integer
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `topups_by_wallet` ON `topups` (`wallet_id`,`created_at_ms`);--> statement-breakpoint
CREATE INDEX `topups_by_time` ON `topups` (`created_at_ms`);--> statement-breakpoint
CREATE INDEX `topups_by_state` ON `topups` (`state`,`created_at_ms`);--> statement-breakpoint
CREATE TABLE `transaction_log` (
	`entry_id` text PRIMARY KEY NOT NULL,
	`at_ms` integer NOT NULL,
	`kind` text NOT NULL,
	`wallet_id` text,
	`station_id` text,
	`subject_id` text,
	`amount_minor` integer,
	`currency` text,
	`caller` text NOT NULL,
	`operator` text,
	`ip` text,
	`ip_key` text,
	`device` text,
	`place` text,
	`agent` text,
	`terminal_id` text,
	`terminal_ip` text,
	`terminal_ip_key` text,
	`terminal_place` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `transaction_log_by_wallet` ON `transaction_log` (`wallet_id`,`entry_id`);--> statement-breakpoint
CREATE TABLE `transaction_refusals` (
	`entry_id` text PRIMARY KEY NOT NULL,
	`at_ms` integer NOT NULL,
	`kind` text NOT NULL,
	`wallet_id` text,
	`station_id` text,
	`subject_id` text,
	`amount_minor` integer,
	`currency` text,
	`caller` text NOT NULL,
	`operator` text,
	`code` text NOT NULL,
	`ip` text,
	`ip_key` text,
	`device` text,
	`place` text,
	`agent` text,
	`terminal_id` text,
	`terminal_ip` text,
	`terminal_ip_key` text,
	`terminal_place` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `transaction_refusals_by_wallet` ON `transaction_refusals` (`wallet_id`,`entry_id`);--> statement-breakpoint
CREATE TABLE `plates` (
	`vehicle_id` text PRIMARY KEY NOT NULL,
	`driver_id` text NOT NULL,
	`plate_name` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `plates_by_name` ON `plates` (`plate_name`);--> statement-breakpoint
CREATE TABLE `wallets` (
	`wallet_id` text PRIMARY KEY NOT NULL,
	`driver_id` text NOT NULL,
	`currency` text NOT NULL,
	`principal_minor` integer NOT NULL,
	`bonus_minor` integer NOT NULL,
	`debt_minor` integer NOT NULL,
	`opened_at_ms` integer NOT NULL,
	`active_at_ms` integer,
	`first_topup_at_ms` integer,
	`first_fill_at_ms` integer,
	`tank_ml` integer,
	`frozen_at_ms` integer
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `wallets_frozen` ON `wallets` (`frozen_at_ms`,`wallet_id`) WHERE frozen_at_ms IS NOT NULL;--> statement-breakpoint
CREATE INDEX `wallets_in_debt` ON `wallets` (`debt_minor`,`wallet_id`) WHERE debt_minor > 0;--> statement-breakpoint
CREATE TABLE `checkpoints` (
	`actor` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`rebuilding` integer DEFAULT false NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `checkpoints_to_read` ON `checkpoints` (`actor`) WHERE seq = 0 OR rebuilding = 1;--> statement-breakpoint
CREATE TABLE `dead_letters` (
	`message_id` text PRIMARY KEY NOT NULL,
	`actor` text NOT NULL,
	`body` text NOT NULL,
	`arrived_at_ms` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `freshness` (
	`id` integer PRIMARY KEY NOT NULL,
	`applied_at_ms` integer NOT NULL,
	`lag_ms` integer DEFAULT 0 NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `provider_health` (
	`provider` text NOT NULL,
	`hour_at_ms` integer NOT NULL,
	`call` text NOT NULL,
	`calls` integer NOT NULL,
	`errors` integer NOT NULL,
	`total_ms` integer NOT NULL,
	`max_ms` integer NOT NULL,
	`last_error` text,
	`last_error_at_ms` integer,
	PRIMARY KEY(`provider`, `hour_at_ms`, `call`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `sandbox_payments` (
	`order_id` text PRIMARY KEY NOT NULL,
	`wallet_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`created_at_ms` integer NOT NULL,
	`closed_at_ms` integer
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `sandbox_refunds` (
	`refund_no` text PRIMARY KEY NOT NULL,
	`transaction_id` text NOT NULL,
	`order_id` text NOT NULL,
	`wallet_id` text NOT NULL,
	`refund_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`settles_at_ms` integer NOT NULL,
	`ends_as` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `sandbox_refunds_by_transaction` ON `sandbox_refunds` (`transaction_id`);--> statement-breakpoint
CREATE TABLE `sandbox_rules` (
	`subject` text PRIMARY KEY NOT NULL,
	`rules` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `sandbox_transactions` (
	`transaction_id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`paid_at_ms` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `sandbox_transactions_by_order` ON `sandbox_transactions` (`order_id`);--> statement-breakpoint
CREATE TABLE `sandbox_messages` (
	`message_id` text PRIMARY KEY NOT NULL,
	`channel` text NOT NULL,
	`to_hash` text NOT NULL,
	`to_tail` text NOT NULL,
	`text` text NOT NULL,
	`code` text,
	`link` text,
	`sent_at_ms` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `sandbox_messages_by_receiver` ON `sandbox_messages` (`to_hash`,`message_id`);