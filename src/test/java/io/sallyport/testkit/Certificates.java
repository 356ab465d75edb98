package io.sallyport.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Self-signed certificates for TLS tests, made by the JDK's own tool.
public final class Certificates {
    private static final String PASSWORD = "changeit";

    private Certificates() {}

    /// A server side whose certificate nobody trusts.
    ///
    /// @param folder where the key store is written
    public static SSLContext selfSigned(Path folder, String host) {
        Path store = folder.resolve(host + ".p12");
        try {
            int exit = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-keyalg",
                            "EC",
                            "-alias",
                            "test",
                            "-dname",
                            "CN=" + host,
                            "-validity",
                            "2",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            PASSWORD)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("keytool.log").toFile())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("keytool failed: " + Files.readString(folder.resolve("keytool.log")));
            }
            return context(store);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no certificate", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
