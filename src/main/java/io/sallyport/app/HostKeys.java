package io.sallyport.app;

import io.sallyport.crypto.MasterKeyFile;
import io.sallyport.crypto.MasterKeys;
import io.sallyport.crypto.PepperFile;
import io.sallyport.crypto.Peppers;
import io.sallyport.crypto.Seal;
import io.sallyport.crypto.Seal.Use;
import io.sallyport.lang.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Optional;

/// The secrets that are not in the database: from the environment, where instances share them, else from the data
/// folder.
final class HostKeys {
    private final Launch launch;

    HostKeys(Launch launch) {
        this.launch = launch;
    }

    /// What issued keys are hashed under.
    Peppers peppers() {
        Optional<Secret> given = variable(launch.settings().keys().hashSecretVariable());
        try {
            return given.isPresent()
                    ? Peppers.parse(given.get())
                    : PepperFile.openOrCreate(launch.dataFolder(), new SecureRandom());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or make the key hash secret in the data folder", e);
        }
    }

    /// What seals secrets that must be read again.
    Seal seal(Use use) {
        return new Seal(masters(), use, new SecureRandom());
    }

    private MasterKeys masters() {
        Optional<Secret> given = variable(MasterKeys.VARIABLE);
        try {
            return given.isPresent()
                    ? MasterKeys.parse(given.get())
                    : MasterKeyFile.openOrCreate(launch.dataFolder(), new SecureRandom());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or make the master key in the data folder", e);
        }
    }

    private Optional<Secret> variable(String name) {
        return Optional.ofNullable(launch.environment().get(name))
                .filter(text -> !text.isBlank())
                .map(Secret::of);
    }
}
