package io.sallyport.web;

/// A place of our own that somebody asked to be sent to; everything else is the start page.
///
/// A browser reads more as another site than one would think: `//evil`, `/\evil`, tabs and line ends inside.
public final class LocalPath {
    /// Where those go whose wish is refused.
    public static final String START = "/";

    private static final int LONGEST = 2048;

    private LocalPath() {}

    /// The asked-for path when it is one of ours, else the start page.
    ///
    /// @param asked path with query, as a browser sent it
    public static String safe(String asked) {
        boolean local = asked.startsWith("/")
                && asked.length() <= LONGEST
                && !asked.startsWith("//")
                && asked.chars().allMatch(LocalPath::isPlain);
        return local ? asked : START;
    }

    private static boolean isPlain(int c) {
        return c > ' ' && c < 0x7F && c != '\\';
    }
}
