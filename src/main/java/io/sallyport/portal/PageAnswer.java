package io.sallyport.portal;

import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.web.Answer;
import java.util.ArrayList;
import java.util.List;

/// Answers for browsers; each carries the browser policy.
final class PageAnswer {
    private static final Header UNSTORED = new Header("cache-control", "no-store");

    private PageAnswer() {}

    static Answer html(int status, String page) {
        return new Answer(
                status,
                with(List.of(new Header("content-type", "text/html; charset=utf-8"), UNSTORED)),
                Bytes.of(page));
    }

    /// Sends the browser on with a GET.
    static Answer seeOther(String path) {
        return new Answer(303, with(List.of(new Header("location", path), UNSTORED)), Bytes.EMPTY);
    }

    /// The headers of an answer, and the policy.
    static List<Header> with(List<Header> own) {
        List<Header> all = new ArrayList<>(own);
        all.addAll(BrowserPolicy.HEADERS);
        return all;
    }
}
