package io.sallyport.app;

import io.sallyport.api.ApiErrors;
import io.sallyport.app.BuiltIns.Kind;
import io.sallyport.app.FirstRun.Keys;
import io.sallyport.app.Launch.FirstKeys;
import io.sallyport.app.Launch.Search;
import io.sallyport.app.settings.Reload;
import io.sallyport.app.settings.ServerSettings;
import io.sallyport.app.settings.Settings;
import io.sallyport.certificate.CertificateKeeper;
import io.sallyport.certificate.CertificateState;
import io.sallyport.crypto.Seal.Use;
import io.sallyport.lang.Secret;
import io.sallyport.net.OutboundSettings;
import io.sallyport.net.Outbounds;
import io.sallyport.ops.HeapWatch;
import io.sallyport.ops.InstanceMeters;
import io.sallyport.ops.OpsRoutes;
import io.sallyport.portal.Portal;
import io.sallyport.provider.Backend;
import io.sallyport.provider.Backend.Credential;
import io.sallyport.provider.BackendCalls;
import io.sallyport.provider.BaseUrl;
import io.sallyport.provider.ModelListing;
import io.sallyport.provider.simulated.SimulatedUpstream;
import io.sallyport.telemetry.HttpMeters;
import io.sallyport.telemetry.Meters;
import io.sallyport.transport.EventLoops;
import io.sallyport.web.AddressGate;
import io.sallyport.web.Routes;
import io.sallyport.web.Shedding;
import io.sallyport.web.SheddingGate;
import io.sallyport.web.TlsSettings;
import io.sallyport.web.TrustedProxies;
import io.sallyport.web.WebServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running gateway: its listeners, its state, and the order in which they come and go.
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final Launch launch;
    private final EventLoops loops;
    private final Outbounds outbounds;
    private final Front mainFront;
    private final SheddingGate gate;
    private final WebServer main;
    private final HeapWatch heap;
    private final Meters meters;
    private final Portal portal;
    private final ApiErrors errors;
    private final Front metricsFront;
    private final WebServer metrics;
    private final URI url;
    private final URI metricsUrl;
    private @Nullable SimulatedUpstream simulated;
    private @Nullable Store store;
    private @Nullable Wiring wiring;
    private @Nullable Certification certification;
    private Optional<Keys> firstKeys = Optional.empty();
    private Optional<Secret> signInUrl = Optional.empty();

    private Gateway(Launch launch) {
        this.launch = launch;
        ServerSettings server = launch.settings().server();
        int count = server.eventLoops() == 0 ? EventLoops.perCore() : server.eventLoops();
        this.loops = EventLoops.start(count, server.transport());
        this.outbounds = new Outbounds(loops, OutboundSettings.DEFAULT);
        this.portal = new Portal(launch.settings().portal(), launch.clock());
        this.errors = new ApiErrors(launch.clock(), BuiltIns.dialects(), portal);
        this.mainFront = new Front(Front.early());
        this.metricsFront = new Front(Front.early());
        this.metrics = new WebServer(loops, server.metrics(), metricsFront, errors::write);
        this.metricsUrl = url(server.metricsTls(), server.metrics().host(), metrics.start(server.metricsTls()));
        this.meters = new Meters(launch.settings().observability().maxSeries());
        this.gate = new SheddingGate(
                new AddressGate(mainFront, server.requestsPerAddress(), launch.clock()), OpsRoutes.PATHS);
        this.main = new WebServer(
                loops,
                server.main(),
                TrustedProxies.of(server.trustedProxies()),
                gate,
                errors::write,
                new HttpMeters(meters)::answered);
        this.heap = HeapWatch.open(this::shed);
        InstanceMeters.observe(meters, main::inFlight);
        InstanceMeters.observeConnections(meters, main::connections);
        InstanceMeters.observeSettings(meters, () -> launch.inForce().problems().size());
        Optional<TlsSettings> tls = Certification.first(server, launch.clock().instant());
        this.url = url(tls, server.main().host(), main.start(tls));
        InstanceMeters.observeCertificate(meters, main::certificateUntil);
    }

    private static URI url(Optional<TlsSettings> tls, String host, int port) {
        return URI.create((tls.isPresent() ? "https://" : "http://") + host + ":" + port);
    }

    /// Starts and returns once calls are served; waits for its database meanwhile.
    ///
    /// Errors: IllegalStateException when the thread is interrupted while it waits.
    public static Gateway start(Launch launch) {
        Gateway gateway = new Gateway(launch);
        try {
            Store.patience(launch.settings().database()).during(gateway::open);
            return gateway;
        } catch (RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    private void open() {
        List<Backend> found = search();
        Store opened = Store.open(launch.settings().database(), launch.dataFolder());
        store = opened;
        Wiring built = new Wiring(launch, loops, outbounds, opened, meters, found);
        wiring = built;
        built.bootstrap();
        if (launch.firstRun() == FirstKeys.MADE) {
            FirstRun file = new FirstRun(launch.dataFolder());
            firstKeys = Optional.of(file.keys(built.keys()));
            built.terms().makeFirst();
            signInUrl = built.people().firstLink().map(this::signInUrl);
            file.write(url, metricsUrl, firstKeys, signInUrl);
        }
        certify(opened);
        built.watch(heap, certificateCheck());
        built.probes().askAllAndWait();
        metricsFront.show(new Routes(built.metricsRoutes(errors, main::isDraining)));
        mainFront.show(new Routes(built.mainRoutes(url, errors, main::isDraining, portal)));
    }

    private void certify(Store opened) {
        ServerSettings server = launch.settings().server();
        server.acme().ifPresent(settings -> {
            CertificateKeeper.Parts parts = new CertificateKeeper.Parts(
                    opened.database(), new HostKeys(launch).seal(Use.CERTIFICATE), outbounds, launch.clock());
            certification = Certification.open(server, settings, parts, loops, errors, main);
        });
    }

    private Optional<CertificateCheck> certificateCheck() {
        return launch.settings().server().isSecured()
                ? Optional.of(new CertificateCheck(this::certificate, launch.clock()))
                : Optional.empty();
    }

    private CertificateState certificate() {
        return certification == null ? new CertificateState(main.certificateUntil(), "") : certification.state();
    }

    private void shed(Shedding stage) {
        gate.shed(stage);
        main.shed(stage);
    }

    private List<Backend> search() {
        List<Backend> found = new ArrayList<>();
        if (launch.search() == Search.EVERYWHERE) {
            Discovery discovery = new Discovery(
                    BuiltIns.providers(),
                    launch.environment(),
                    launch.settings().server().providerTimeout(),
                    Discovery.LOCAL_PATIENCE);
            found.addAll(discovery.keys());
            found.addAll(discovery.runtimes(new ModelListing(new BackendCalls(loops, outbounds, launch.clock()))));
        }
        if (found.isEmpty() && launch.search() != Search.NONE) {
            SimulatedUpstream upstream = SimulatedUpstream.start(loops, 0, launch.clock());
            simulated = upstream;
            found.add(simulatedBackend(upstream));
        }
        return found;
    }

    private Backend simulatedBackend(SimulatedUpstream upstream) {
        Kind kind = BuiltIns.providers().stream()
                .filter(candidate -> candidate.provider().kind().equals("simulated"))
                .findFirst()
                .orElseThrow();
        return Discovery.backend(
                kind,
                BaseUrl.of(upstream.baseUrl().toString()),
                new Credential.None(),
                launch.settings().server().providerTimeout());
    }

    /// Where clients find it, for example `http://127.0.0.1:8080`.
    public URI url() {
        return url;
    }

    /// Where metrics are found, for example `http://127.0.0.1:9050`.
    public URI metricsUrl() {
        return metricsUrl;
    }

    /// The token stands after the `#`, so that it is in no log and no referrer.
    private Secret signInUrl(Secret token) {
        URI address = launch.settings().server().publicUrl().orElse(url);
        return Secret.of(address + "/login#link=" + token.reveal());
    }

    /// A model a first call can use: a small well-known one, else any that is listed.
    String suggestedModel() {
        return wiring == null ? "" : wiring.suggestedModel();
    }

    /// The keys made for the first user; empty when none were asked for.
    Optional<Keys> firstKeys() {
        return firstKeys;
    }

    /// A link that signs the first operator in, once; empty when they have signed in before.
    Optional<Secret> signInUrl() {
        return signInUrl;
    }

    /// Takes over changed settings; calls that are running keep what they started with.
    public void reload(Settings next) {
        if (wiring != null) {
            wiring.reload(next);
            portal.use(next.portal());
        }
        renew(main, next.server().tls());
        renew(metrics, next.server().metricsTls());
    }

    /// Takes over what a look at the settings files found, and notes for operators what became of it.
    ///
    /// Errors: RefusedException when it could not be noted; it is in force all the same.
    public void reload(Reload found) {
        if (found instanceof Reload.Applied applied) {
            reload(applied.settings());
        }
        if (wiring != null) {
            wiring.settingsEvents().add(found);
        }
    }

    private static void renew(WebServer listener, Optional<TlsSettings> tls) {
        try {
            tls.ifPresent(listener::renew);
        } catch (IllegalArgumentException e) {
            LOG.warn("certificate_refused reason={}", e.getMessage());
        }
    }

    /// Gives notice, stops taking calls, lets running ones finish within the grace, then closes everything.
    public void stop() {
        ServerSettings server = launch.settings().server();
        main.drain(server.shutdownNotice(), server.gracefulShutdownDelay());
        close();
    }

    @Override
    public void close() {
        heap.close();
        main.close();
        metrics.close();
        if (certification != null) {
            certification.close();
        }
        if (wiring != null) {
            wiring.close();
        }
        if (simulated != null) {
            simulated.close();
        }
        outbounds.close();
        if (store != null) {
            store.close();
        }
        loops.close();
    }
}
