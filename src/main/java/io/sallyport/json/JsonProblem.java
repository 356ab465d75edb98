package io.sallyport.json;

/// Says what is wrong with a JSON text or tree, and where: `messages[0].role: must be a text`.
///
/// The message never quotes the value it complains about, so it may go to a client and into a log.
public final class JsonProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;

    /// @param path of the culprit, such as `messages[0].role`; empty for the whole text
    /// @param what what is wrong, to be read after the path
    public JsonProblem(String path, String what) {
        super(path.isEmpty() ? what : path + ": " + what);
        this.path = path;
    }

    /// Path of the culprit, such as `messages[0].role`; empty for the whole text.
    public String path() {
        return path;
    }
}
