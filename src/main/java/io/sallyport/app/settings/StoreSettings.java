package io.sallyport.app.settings;

import io.sallyport.database.DatabaseAddress;
import io.sallyport.database.DatabaseSettings;
import java.util.Optional;

/// Which database the gateway keeps its state in.
///
/// @param address empty for the embedded one
/// @param runMigrations brings the schema up to date at the start
/// @param reports the connections for request log and usage reports, apart from those of the calls
public record StoreSettings(
        Optional<DatabaseAddress> address, boolean runMigrations, DatabaseSettings pool, DatabaseSettings reports) {}
