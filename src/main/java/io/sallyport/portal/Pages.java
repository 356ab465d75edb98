package io.sallyport.portal;

import io.sallyport.lang.Refusal.NotAllowed;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.portal.Visitor.Standing;
import io.sallyport.web.Answer;
import io.sallyport.web.Blocking;
import io.sallyport.web.FailureWriter;
import io.sallyport.web.Route;
import io.sallyport.web.Route.Access;
import io.sallyport.web.WebRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Serves the pages to those who may open them.
///
/// Errors: 303 to the sign-in page for nobody, NotAllowed for a person on an operator's page, NotFound for an
/// id that looks like a file's name.
final class Pages {
    private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final String SIGN_IN = "/login";
    private static final String CONSOLE = "/admin";
    private static final String FIRST_OF_CONSOLE = "/admin/overview";

    private final Frame frame;
    private final Visitors visitors;
    private final Supplier<PortalSettings> settings;

    Pages(Frame frame, Visitors visitors, Supplier<PortalSettings> settings) {
        this.frame = frame;
        this.visitors = visitors;
        this.settings = settings;
    }

    List<Route> routes(FailureWriter failures) {
        List<Route> routes = new ArrayList<>();
        for (Page page : PageList.ALL) {
            routes.add(new Route(
                    "GET",
                    page.path(),
                    Access.OPEN,
                    Blocking.endpoint(0, failures, (request, _) -> answer(page, request))));
        }
        routes.add(new Route(
                "GET",
                CONSOLE,
                Access.OPEN,
                Blocking.endpoint(0, failures, (_, _) -> PageAnswer.seeOther(FIRST_OF_CONSOLE))));
        return routes;
    }

    private Answer answer(Page page, WebRequest request) {
        PortalSettings current = settings.get();
        boolean hasId = page.path().endsWith("{id}");
        if (!current.enabled() || (hasId && !isPlain(request.pathParam("id")))) {
            throw new NotFound("not_found", "There is nothing at this path.").asException();
        }
        Visitor visitor = visitors.identify(request);
        if (page.path().equals(SIGN_IN) && visitor.isSignedIn()) {
            return PageAnswer.seeOther(SafePath.orHome(request.queryParam("next")));
        }
        if (visitor.standing().compareTo(page.audience()) >= 0) {
            return PageAnswer.html(200, frame.page(page, visitor, current));
        }
        if (visitor.standing() == Standing.NOBODY) {
            return PageAnswer.seeOther(SIGN_IN + next(request));
        }
        throw new NotAllowed("not_an_operator", "This page is for operators. Ask one of them if you need it.")
                .asException();
    }

    private static boolean isPlain(String id) {
        return PLAIN_ID.matcher(id).matches();
    }

    private static String next(WebRequest request) {
        String asked = request.query().isEmpty() ? request.path() : request.path() + "?" + request.query();
        return asked.equals("/") ? "" : "?next=" + URLEncoder.encode(asked, StandardCharsets.UTF_8);
    }
}
