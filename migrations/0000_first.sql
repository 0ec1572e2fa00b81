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
CREATE TABLE `figures_hourly` (
	`hour_ms` integer NOT NULL,
	`currency` text NOT NULL,
	`station_id` text NOT NULL,
	`topped_up_minor` integer DEFAULT 0 NOT NULL,
	`topups` integer DEFAULT 0 NOT NULL,
	`bonus_minor` integer DEFAULT 0 NOT NULL,
	`fueled_minor` integer DEFAULT 0 NOT NULL,
	`fuelings` integer DEFAULT 0 NOT NULL,
	`volume_ml` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`hour_ms`, `currency`, `station_id`)
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
	`offline` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `fuelings_by_wallet` ON `fuelings` (`wallet_id`,`settled_at_ms`);--> statement-breakpoint
CREATE INDEX `fuelings_by_station` ON `fuelings` (`station_id`,`settled_at_ms`);--> statement-breakpoint
CREATE TABLE `operators` (
	`email` text PRIMARY KEY NOT NULL,
	`role` text NOT NULL,
	`password_hash` text NOT NULL
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
CREATE TABLE `drivers` (
	`driver_id` text PRIMARY KEY NOT NULL,
	`wallet_id` text NOT NULL,
	`name` text NOT NULL,
	`registered_at_ms` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
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
	`closed_at_ms` integer
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `topups_by_wallet` ON `topups` (`wallet_id`,`created_at_ms`);--> statement-breakpoint
CREATE TABLE `wallets` (
	`wallet_id` text PRIMARY KEY NOT NULL,
	`driver_id` text NOT NULL,
	`currency` text NOT NULL,
	`principal_minor` integer NOT NULL,
	`bonus_minor` integer NOT NULL,
	`debt_minor` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `checkpoints` (
	`actor` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`rebuilding` integer DEFAULT false NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `dead_letters` (
	`message_id` text PRIMARY KEY NOT NULL,
	`actor` text NOT NULL,
	`body` text NOT NULL,
	`arrived_at_ms` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `freshness` (
	`id` integer PRIMARY KEY NOT NULL,
	`applied_at_ms` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `sandbox_payments` (
	`order_id` text PRIMARY KEY NOT NULL,
	`wallet_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`created_at_ms` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `sandbox_refunds` (
	`transaction_id` text PRIMARY KEY NOT NULL,
	`refund_id` text NOT NULL,
	`amount_minor` integer NOT NULL
) WITHOUT ROWID;
