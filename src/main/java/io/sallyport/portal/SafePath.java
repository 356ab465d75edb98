package io.sallyport.portal;

import java.util.Optional;

/// An address of this site to go on to after signing in; anything else becomes the first page.
///
/// Source: K15 of the security catalogue.
public final class SafePath {
    private static final int LONGEST = 2000;

    private SafePath() {}

    /// The path if it cannot lead elsewhere, else `/`.
    public static String orHome(Optional<String> asked) {
        return asked.filter(SafePath::isSafe).orElse("/");
    }

    private static boolean isSafe(String path) {
        boolean here = path.startsWith("/") && !path.startsWith("//") && path.length() <= LONGEST;
        // Browsers read a backslash as a slash, and drop tabs and line ends from addresses.
        return here && path.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
    }
}
