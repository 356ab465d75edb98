package io.sallyport.door;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import java.util.List;

/// An answer that a browser keeps as a file.
///
/// @param fileName of our own making: letters, digits, `-` and `.`
/// @param type as in `content-type`
public record Download(String fileName, String type, Bytes body) {

    /// Comma-separated values.
    public static Download csv(String fileName, String text) {
        return new Download(fileName, "text/csv; charset=utf-8", Bytes.of(text));
    }

    List<Header> headers() {
        return List.of(
                new Header("content-type", type),
                new Header("content-disposition", "attachment; filename=\"" + fileName + "\""),
                new Header("cache-control", "no-store"),
                new Header("x-content-type-options", "nosniff"));
    }
}
