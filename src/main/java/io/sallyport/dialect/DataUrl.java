package io.sallyport.dialect;

import io.sallyport.inference.Part.Source;

/// Pictures and documents as one text: an address on the network, or one that holds all the bytes.
///
/// Source: RFC 2397.
public final class DataUrl {
    private static final String DATA = "data:";
    private static final String BASE64 = ";base64,";

    private DataUrl() {}

    public static Source read(String url) {
        int comma = url.indexOf(BASE64);
        return url.startsWith(DATA) && comma > 0
                ? new Source.Inline(url.substring(DATA.length(), comma), url.substring(comma + BASE64.length()))
                : new Source.Link(url);
    }

    public static String write(Source source) {
        return switch (source) {
            case Source.Link(String url) -> url;
            case Source.Inline(String mediaType, String base64) -> DATA + mediaType + BASE64 + base64;
        };
    }
}
