package io.sallyport.crypto;

import io.sallyport.lang.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts secrets that must be read again, so that a copy of the database holds none of them.
///
/// Each value has a random data key of its own, which is encrypted under a key derived from the master key
/// (AES-256-GCM both times). The place of the value is authenticated, so a sealed text opens only in the row
/// and field it was made for. Text form: `s1.<number of the master key>.<data key>.<value>`, the last two in
/// base64url. Threads: safe.
/// Source: NIST SP 800-38D, RFC 5869.
public final class Seal {
    private static final String FORM = "s1";
    private static final Pattern TEXT = Pattern.compile("s1\\.(\\d{1,9})\\.([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)");
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final MasterKeys masters;
    private final Use use;
    private final SecureRandom random;

    public Seal(MasterKeys masters, Use use, SecureRandom random) {
        this.masters = masters;
        this.use = use;
        this.random = random;
    }

    /// What is sealed; each use has a derived key of its own.
    public enum Use {
        /// What backends are shown.
        PROVIDER_CREDENTIAL,
        /// Issued keys that their owner may see again.
        CLIENT_KEY,
        /// Answers that are given again.
        ANSWER,
        /// What guardrails are told, keys of their services among it.
        GUARDRAIL,
        /// Keys of accounts at certificate authorities, and of certificates.
        CERTIFICATE,
        /// By which vendors know their own thoughts again.
        SIGNATURE
    }

    /// The one place where a sealed text can be opened.
    public record Place(String table, String row, String field) {}

    public String seal(Place place, Secret value) {
        String version = masters.newest();
        byte[] dataKey = new byte[KEY_BYTES];
        random.nextBytes(dataKey);
        byte[] context = context(place, version);
        byte[] wrapped = encrypt(sealing(version), context, dataKey);
        byte[] body = encrypt(
                new SecretKeySpec(dataKey, "AES"), context, value.reveal().getBytes(StandardCharsets.UTF_8));
        return String.join(".", FORM, version, text(wrapped), text(body));
    }

    /// Errors: SealBroken.
    public Secret open(Place place, String sealed) {
        Matcher parts = TEXT.matcher(sealed);
        if (!parts.matches()) {
            throw new SealBroken("this is no sealed text");
        }
        String version = parts.group(1);
        byte[] context = context(place, version);
        byte[] dataKey = decrypt(sealing(version), context, parts.group(2));
        byte[] value = decrypt(new SecretKeySpec(dataKey, "AES"), context, parts.group(3));
        return Secret.of(new String(value, StandardCharsets.UTF_8));
    }

    /// How texts begin that were sealed under the newest master key.
    public String beginning() {
        return FORM + '.' + masters.newest() + '.';
    }

    private SecretKey sealing(String version) {
        byte[] master = masters.bytes(version)
                .orElseThrow(() -> new SealBroken("the master key number " + version + " is not known here"));
        byte[] purpose = ("sallyport seal " + FORM + ' ' + use).getBytes(StandardCharsets.UTF_8);
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES", HKDFParameterSpec.ofExtract().addIKM(master).thenExpand(purpose, KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform of our version has HKDF with SHA-256", e);
        }
    }

    /// Lengths stand before the names, so that no two places have the same context.
    private byte[] context(Place place, String version) {
        StringBuilder context = new StringBuilder();
        for (String part : List.of(FORM, use.name(), version, place.table(), place.row(), place.field())) {
            context.append(part.length()).append(':').append(part);
        }
        return context.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] encrypt(SecretKey key, byte[] context, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] hidden = cipher(Cipher.ENCRYPT_MODE, key, nonce, context).doFinal(plain);
            return ByteBuffer.allocate(NONCE_BYTES + hidden.length)
                    .put(nonce)
                    .put(hidden)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM encrypts whatever it is given", e);
        }
    }

    private static byte[] decrypt(SecretKey key, byte[] context, String base64) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(base64);
            if (bytes.length < NONCE_BYTES) {
                throw new SealBroken("the sealed text is cut");
            }
            return cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(bytes, NONCE_BYTES), context)
                    .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SealBroken("the sealed text was changed, or belongs to another place or master key");
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context);
        return cipher;
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
