package io.sallyport.admin;

import static io.sallyport.identity.Permission.OPERATE;

import io.sallyport.door.JsonCall;
import io.sallyport.door.JsonRoute;
import io.sallyport.lang.Refusal.NotFound;
import io.sallyport.routing.OutOfService;
import io.sallyport.routing.OutOfService.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The emergency switch: operators take a backend, or one model of it, out of service and put it back.
public final class ServiceRoutes {
    private static final String HOME = "/admin/api/out-of-service";
    private static final String ONE = "PUT /admin/api/backends/{id}/service";

    private final OutOfService service;
    private final Predicate<String> backendExists;

    public ServiceRoutes(OutOfService service, Predicate<String> backendExists) {
        this.service = service;
        this.backendExists = backendExists;
    }

    public List<JsonRoute> list() {
        return List.of(
                JsonRoute.get(OPERATE, HOME, "List what is out of service", OutPage.class, _ -> page()),
                JsonRoute.taking(
                        OPERATE,
                        ServiceBody.class,
                        ONE,
                        "Take a backend or a model out of service, or put it back",
                        OutPage.class,
                        this::change));
    }

    private OutPage change(JsonCall call, ServiceBody body) {
        String backend = call.path("id");
        String model = body.model().orElse("");
        if (body.enabled()) {
            service.putBack(backend, model);
        } else {
            if (!backendExists.test(backend)) {
                throw new NotFound("backend_not_found", "There is no backend '" + backend + "'.").asException();
            }
            service.takeOut(backend, model, body.reason().orElse(""));
        }
        return page();
    }

    private OutPage page() {
        return new OutPage(service.all().stream().map(OutView::of).toList());
    }

    /// What an operator says.
    ///
    /// @param enabled false takes it out of service
    /// @param model upstream name of a single model; absent for the whole backend
    record ServiceBody(boolean enabled, Optional<String> model, Optional<String> reason) {}

    /// One thing that is out of service.
    ///
    /// @param model absent for the whole backend
    record OutView(String backend, Optional<String> model, String reason, Instant since) {
        static OutView of(Entry entry) {
            return new OutView(
                    entry.backend(),
                    Optional.of(entry.model()).filter(name -> !name.isEmpty()),
                    entry.reason(),
                    entry.since());
        }
    }

    /// All that is out of service.
    record OutPage(List<OutView> data) {}
}
