package io.sallyport.portal;

import io.sallyport.pipeline.ErrorAnswer;
import io.sallyport.web.Answer;
import io.sallyport.web.WebRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Failures as pages, for requests that a person typed or clicked (requirement UP16).
final class ErrorPages {
    /// Programs get JSON here whatever they accept.
    private static final String FOR_PROGRAMS = "/v1";

    private static final Map<Integer, String> TITLES = Map.of(
            400, "That request is not valid",
            401, "Please sign in",
            403, "This is not open to you",
            404, "There is nothing here",
            405, "That does not work here",
            429, "Too many requests",
            500, "Something went wrong",
            502, "A backend gave no proper answer",
            503, "Not available right now");

    private final Frame frame;
    private final Template template;
    private final Supplier<PortalSettings> settings;

    ErrorPages(UiFiles files, Frame frame, Supplier<PortalSettings> settings) {
        this.frame = frame;
        this.template = new Template(files.text("error.html").orElseThrow());
        this.settings = settings;
    }

    /// The page; empty when a program asked.
    Optional<Answer> of(WebRequest request, ErrorAnswer answer, String requestId) {
        if (!settings.get().enabled() || !isForPeople(request)) {
            return Optional.empty();
        }
        String title = TITLES.getOrDefault(answer.status(), "That did not work");
        String content = template.fill(Map.of(
                "status", Integer.toString(answer.status()),
                "heading", Html.escape(title),
                "message", Html.escape(answer.body().message()),
                "code", Html.escape(answer.body().code()),
                "request_id", Html.escape(requestId)));
        return Optional.of(PageAnswer.html(answer.status(), frame.notice(title, content, settings.get())));
    }

    private static boolean isForPeople(WebRequest request) {
        String path = request.path();
        if (path.equals(FOR_PROGRAMS) || path.startsWith(FOR_PROGRAMS + "/")) {
            return false;
        }
        String accept = request.header("accept").orElse("").toLowerCase(Locale.ROOT);
        int html = accept.indexOf("text/html");
        int json = accept.indexOf("application/json");
        return html >= 0 && (json < 0 || html < json);
    }
}
