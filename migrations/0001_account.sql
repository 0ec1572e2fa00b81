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
ALTER TABLE `stations` ADD `services` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `stations` ADD `hours` text DEFAULT '"24h"' NOT NULL;