package io.sallyport.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.lang.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://ann:p%40ss+word@db.example:5433/app?sslmode=verify-full",
                "postgresql://ann:p%40ss+word@db.example:5433/app?sslmode=verify-full",
                "jdbc:postgresql://db.example:5433/app?user=ann&sslmode=verify-full&password=p%40ss%2Bword"
            })
    void takesTheLoginOutOfEveryForm(String text) {
        DatabaseAddress address = DatabaseAddress.parse(text);

        assertThat(address)
                .isEqualTo(new DatabaseAddress(
                        "jdbc:postgresql://db.example:5433/app?sslmode=verify-full", "ann", Secret.of("p@ss+word")));
        assertThat(address.toString()).doesNotContain("p@ss");
    }

    @Test
    void takesAUrlWithoutLoginAndSeveralHosts() {
        DatabaseAddress address = DatabaseAddress.parse("postgres://one:5432,two:5432/app?targetServerType=primary");

        assertThat(address.url()).isEqualTo("jdbc:postgresql://one:5432,two:5432/app?targetServerType=primary");
        assertThat(address.user()).isEmpty();
    }

    @Test
    void namesAnotherDatabaseOnTheSameServer() {
        DatabaseAddress address = DatabaseAddress.parse("postgres://ann:x@db/app?sslmode=require");

        assertThat(address.withDatabase("other").url()).isEqualTo("jdbc:postgresql://db/other?sslmode=require");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://ann:s3cret@db/app",
                "postgres://ann:s3cret@db",
                "postgres://ann:s3cret@db/",
                "postgres://ann:s3cret%zz@db/app",
                "postgres://ann:s3cret@db/app?socketFactory=evil.Factory"
            })
    void refusesWhatItCannotReadWithoutRepeatingTheSecret(String text) {
        assertThatThrownBy(() -> DatabaseAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("database url")
                .hasMessageNotContaining("s3cret");
    }
}
