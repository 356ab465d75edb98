package io.sallyport.key;

import io.sallyport.dialect.LossPolicy;
import io.sallyport.inference.Operation;
import io.sallyport.lang.DisplayName;
import io.sallyport.tenant.Home;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What an operator says about a key that is to be issued.
///
/// Errors: IllegalArgumentException that names what is wrong, without quoting it.
///
/// @param allowedModels names and globs; absent for no restriction, empty for none
/// @param allowedOperations words of operations, also in the plural (`embeddings`), and globs
/// @param allowedAddresses where it may be used from
/// @param lossPolicy what happens when a call cannot be carried over to a backend as it is
/// @param source who made the row: `admin`, `bootstrap` or `portal`
/// @param home the tenant and project it will belong to
public record NewKey(
        String displayName,
        String principalType,
        String principalRef,
        Optional<List<String>> allowedModels,
        Optional<List<String>> allowedOperations,
        AllowedAddresses allowedAddresses,
        boolean admin,
        LossPolicy lossPolicy,
        Optional<Instant> expiresAt,
        String notes,
        String source,
        Home home) {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_NOTES = 2000;
    private static final int MOST_NAMES = 500;

    public NewKey {
        DisplayName.require("display_name", displayName, LONGEST_NAME);
        check("principal_type", principalType, LONGEST_NAME);
        check("principal_ref", principalRef, LONGEST_NAME);
        check("notes", notes, LONGEST_NOTES);
        allowedModels.ifPresent(names -> check("allowed_models", names));
        allowedOperations.ifPresent(words -> check("allowed_operations", words));
        allowedModels = allowedModels.map(List::copyOf);
        allowedOperations = allowedOperations.map(
                words -> words.stream().map(NewKey::operation).toList());
    }

    /// A key of the default tenant without restrictions, expiry or notes.
    public static NewKey named(String displayName) {
        return new NewKey(
                displayName,
                "",
                "",
                Optional.empty(),
                Optional.empty(),
                AllowedAddresses.ANYWHERE,
                false,
                LossPolicy.WARN,
                Optional.empty(),
                "",
                "admin",
                Home.DEFAULT);
    }

    /// A key of the default tenant for the calls of a person.
    ///
    /// @param owner as operators see it: the e-mail address
    static NewKey personal(String displayName, String owner, Optional<Instant> expiresAt, AllowedAddresses addresses) {
        return new NewKey(
                displayName,
                "user",
                owner,
                Optional.empty(),
                Optional.empty(),
                addresses,
                false,
                LossPolicy.WARN,
                expiresAt,
                "",
                "portal",
                Home.DEFAULT);
    }

    /// The same key, for operators.
    public NewKey asAdmin() {
        return new NewKey(
                displayName,
                principalType,
                principalRef,
                allowedModels,
                allowedOperations,
                allowedAddresses,
                true,
                lossPolicy,
                expiresAt,
                notes,
                source,
                home);
    }

    /// The same key, of another tenant or project.
    public NewKey in(Home otherHome) {
        return new NewKey(
                displayName,
                principalType,
                principalRef,
                allowedModels,
                allowedOperations,
                allowedAddresses,
                admin,
                lossPolicy,
                expiresAt,
                notes,
                source,
                otherHome);
    }

    private static void check(String field, String text, int longest) {
        if (text.length() > longest || text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new IllegalArgumentException(
                    field + " must have at most " + longest + " characters and no control characters");
        }
    }

    private static void check(String field, List<String> names) {
        if (names.size() > MOST_NAMES) {
            throw new IllegalArgumentException(field + " must have at most " + MOST_NAMES + " entries");
        }
        for (String name : names) {
            if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(c -> c <= ' ' || c >= 0x7F)) {
                throw new IllegalArgumentException(field + " must hold names or globs without blanks");
            }
        }
    }

    private static String operation(String word) {
        if (word.indexOf('*') >= 0) {
            return word;
        }
        return Stream.of(word, cut(word, "s"), cut(word, "es"))
                .filter(NewKey::isAnOperation)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("allowed_operations must hold words of "
                        + Arrays.stream(Operation.values()).map(Operation::word).toList()));
    }

    private static boolean isAnOperation(String word) {
        return Arrays.stream(Operation.values()).anyMatch(known -> known.word().equals(word));
    }

    private static String cut(String word, String ending) {
        return word.endsWith(ending) ? word.substring(0, word.length() - ending.length()) : word;
    }
}
