package io.sallyport.catalog;

/// One line of the price table.
///
/// @param kind word of the provider, for example `openai`
/// @param model exactly what the provider calls the model, or `*` for all its models that have no line of their own
/// @param source who says so: `bundled`, `config` or `admin`
public record PriceEntry(String kind, String model, Price price, String source) {
    public static final String EVERY_MODEL = "*";
    /// In the place of a kind: the line is the price of a model alias.
    public static final String ALIAS = "alias";

    public static final String BUNDLED = "bundled";
    public static final String CONFIG = "config";
    public static final String ADMIN = "admin";
    private static final int LONGEST = 256;

    public PriceEntry {
        if (!isWord(kind) || !isWord(model)) {
            throw new IllegalArgumentException(
                    "a price needs a provider kind and a model, printable and without blanks");
        }
    }

    private static boolean isWord(String text) {
        return !text.isEmpty() && text.length() <= LONGEST && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }
}
