package io.sallyport.deploy;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.certmanager.api.model.v1.Issuer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1alpha1.ScrapeConfig;
import io.sallyport.app.Commands;
import io.sallyport.app.Commands.Ended;
import io.sallyport.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The chart, rendered by Helm and read by the models of what will take it; no cluster is there.
@Tag("DE20")
final class HelmChartTest {

    private static final Path CHART = Path.of("deploy/helm/sallyport").toAbsolutePath();
    private static final String OLDEST = "v1.28.0";
    private static final Map<String, Class<?>> MODELS = Map.ofEntries(
            entry("ConfigMap", ConfigMap.class),
            entry("Secret", Secret.class),
            entry("Service", Service.class),
            entry("ServiceAccount", ServiceAccount.class),
            entry("Deployment", Deployment.class),
            entry("HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            entry("Gateway", Gateway.class),
            entry("HTTPRoute", HTTPRoute.class),
            entry("NetworkPolicy", NetworkPolicy.class),
            entry("PodDisruptionBudget", PodDisruptionBudget.class),
            entry("Issuer", Issuer.class),
            entry("Certificate", Certificate.class),
            entry("ScrapeConfig", ScrapeConfig.class));

    /// Of the Redis operator no model could be had.
    private static final Set<String> UNREAD = Set.of("Redis", "RedisReplication", "RedisSentinel");

    /// Reads as the API server does with strict validation: a field the model does not have is an error.
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            });

    @TempDir
    Path folder;

    @Test
    void passesTheLinterOfHelm() throws IOException {
        LintResult lint = new Helm(withSecret()).lint().strict().call();

        assertThat(lint.isFailed()).as(lint.getMessages().toString()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"values.yaml", "values-development.yaml", "values-production.yaml"})
    void rendersWhatKubernetesTakes(String values) throws Exception {
        List<Json> manifests = rendered(values);

        assertThat(manifests).hasSizeGreaterThan(5);
        for (Json manifest : manifests) {
            String kind = manifest.get("kind").text();
            if (!UNREAD.contains(kind)) {
                assertThat(STRICT.readValue(manifest.toString(), MODELS.get(kind)))
                        .as(kind)
                        .isNotNull();
            }
        }
    }

    @Test
    void noticesAFieldThatKubernetesDoesNotHave() {
        String wrong = "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"spec\":{\"replica\":3}}";

        assertThatThrownBy(() -> STRICT.readValue(wrong, Deployment.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("replica");
    }

    @Test
    @Tag("SE13")
    void runsTheGatewayWithoutRights() {
        List<Json> manifests = rendered("values.yaml");
        Json pod = one(manifests, "Deployment").path("spec.template.spec");
        Json container = container(manifests);

        assertThat(pod.path("securityContext.runAsNonRoot").bool()).isTrue();
        assertThat(pod.get("automountServiceAccountToken").bool()).isFalse();
        assertThat(container.path("securityContext.readOnlyRootFilesystem").bool())
                .isTrue();
        assertThat(container.path("securityContext.capabilities.drop").toString())
                .isEqualTo("[\"ALL\"]");
    }

    @Test
    @Tag("DE9")
    void keepsThreeInstancesThroughUpgradesAndMoves() {
        List<Json> manifests = rendered("values.yaml");

        assertThat(one(manifests, "HorizontalPodAutoscaler")
                        .path("spec.minReplicas")
                        .asLong())
                .isEqualTo(3);
        assertThat(one(manifests, "PodDisruptionBudget")
                        .path("spec.maxUnavailable")
                        .asLong())
                .isEqualTo(1);
        assertThat(one(manifests, "Deployment")
                        .path("spec.strategy.rollingUpdate.maxUnavailable")
                        .asLong())
                .isZero();
    }

    @Test
    @Tag("DE14")
    @Tag("DE15")
    @Tag("DE17")
    void goesFromTheTunnelToItsOwnCertificateByValuesAlone() {
        List<Json> development = rendered("values-development.yaml");
        List<Json> production = rendered("values-production.yaml");

        assertThat(kinds(development)).contains("Redis").doesNotContain("Certificate", "HTTPRoute");
        assertThat(names(development)).contains("gateway-sallyport-tunnel");
        assertThat(kinds(production)).contains("Issuer", "Certificate", "Gateway", "HTTPRoute", "RedisSentinel");
        assertThat(names(production)).doesNotContain("gateway-sallyport-tunnel");
        assertThat(one(production, "Issuer")
                        .path("spec.acme.solvers.0.dns01.cloudflare")
                        .isObject())
                .isTrue();
        assertThat(one(production, "Gateway").path("spec.listeners.0.tls.certificateRefs.0.name"))
                .isEqualTo(one(production, "Certificate").path("spec.secretName"));
    }

    @Test
    @Tag("H13")
    void keepsCertificateAndRouteWhenATunnelIsAdded() {
        List<Json> plain = rendered("values-production.yaml");
        List<Json> tunnelled = Yaml.all(
                template("values-production.yaml").set("tunnel.enabled", "true").call());

        assertThat(tunnelled).containsAll(plain);
        assertThat(kinds(plain)).contains("Issuer", "Certificate", "Gateway", "HTTPRoute", "Service", "NetworkPolicy");
        assertThat(tunnelled)
                .filteredOn(manifest -> !plain.contains(manifest))
                .singleElement()
                .satisfies(tunnel -> {
                    assertThat(tunnel.path("metadata.name").text()).isEqualTo("gateway-sallyport-tunnel");
                    assertThat(tunnel.path("spec.template.metadata.labels")
                                    .get("sallyport/client")
                                    .text())
                            .isEqualTo("true");
                });
    }

    /// Each instance shows the totals of all, so two targets would count everything twice.
    @Test
    @Tag("OB3")
    void readsTheTotalsOfAllInstancesOnce() {
        List<Json> production = rendered("values-production.yaml");
        Json target = one(production, "ScrapeConfig").path("spec.staticConfigs.0.targets");

        assertThat(kinds(production)).doesNotContain("ServiceMonitor", "PodMonitor");
        assertThat(target.elements())
                .singleElement()
                .satisfies(only -> assertThat(only.text()).isEqualTo("gateway-sallyport.gateways.svc:9050"));
        assertThat(names(production)).contains("gateway-sallyport");
        assertThat(kinds(rendered("values.yaml"))).doesNotContain("ScrapeConfig");
    }

    @Test
    @Tag("DE9")
    void keepsAVolumeForEachInstanceWhereThatIsAskedFor() throws Exception {
        List<Json> manifests = Yaml.all(template("values.yaml")
                .set("volumeClaim.enabled", "true")
                .set("volumeClaim.storageClassName", "fast")
                .call());
        Json set = one(manifests, "StatefulSet");
        Json claim = set.path("spec.volumeClaimTemplates.0");

        assertThat(STRICT.readValue(set.toString(), StatefulSet.class)).isNotNull();
        assertThat(kinds(manifests)).doesNotContain("Deployment");
        assertThat(claim.path("metadata.name").text()).isEqualTo("data");
        assertThat(claim.path("spec.storageClassName").text()).isEqualTo("fast");
        assertThat(claim.path("spec.resources.requests.storage").text()).isEqualTo("2Gi");
        assertThat(set.path("spec.template.spec.volumes").elements())
                .extracting(volume -> volume.get("name").text())
                .containsExactly("config", "tmp");
        assertThat(set.path("spec.serviceName").text())
                .isEqualTo(one(manifests, "Service").path("metadata.name").text());
        assertThat(one(manifests, "HorizontalPodAutoscaler")
                        .path("spec.scaleTargetRef.kind")
                        .text())
                .isEqualTo("StatefulSet");
    }

    @Test
    @Tag("DE19")
    void leadsNobodyToAnInstanceThatRefusesCalls() {
        Json container = container(rendered("values.yaml"));

        assertThat(container.path("readinessProbe.httpGet.path").text()).isEqualTo("/readyz");
        assertThat(container.path("livenessProbe.httpGet.path").text()).isEqualTo("/health");
    }

    @Test
    @Tag("DE9")
    void acceptsCallsUntilNobodyIsLedToAnInstanceThatGoes() throws Exception {
        List<Json> manifests = rendered("values.yaml");
        Json deployment = one(manifests, "Deployment");

        assertThat(STRICT.readValue(deployment.toString(), Deployment.class)).isNotNull();
        assertThat(one(manifests, "ConfigMap").get("data").get("sallyport.yaml").text())
                .contains("shutdown_notice: 5s", "graceful_shutdown_delay: 100s");
        assertThat(deployment
                        .path("spec.template.spec.terminationGracePeriodSeconds")
                        .asLong())
                .isGreaterThan(5 + 100);
    }

    @Test
    void givesTheGatewaySettingsItTakes() throws IOException {
        String settings = one(rendered("values.yaml"), "ConfigMap")
                .get("data")
                .get("sallyport.yaml")
                .text();
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), settings);

        Ended checked = Commands.run(
                Map.of(
                        "DATABASE_URL", "postgres://sallyport@db:5432/sallyport",
                        "REDIS_URL", "redis-sentinel://gateway-sallyport-redis-sentinel:26379/0#sallyport",
                        "ADMIN_KEY", "0123456789abcdef0123",
                        "SALLYPORT_KEY_HASH_SECRET", "0123456789abcdef0123",
                        "SALLYPORT_SERVER_METRICS_HOST", "0.0.0.0"),
                "config",
                "check",
                file.toString());

        assertThat(checked.code()).as(checked.output()).isZero();
    }

    @Test
    void asksForItsSecretInWords() {
        TemplateCommand template =
                new Helm(CHART).template().withKubeVersion(OLDEST).withName("gateway");

        assertThatThrownBy(template::call).hasMessageContaining("existingSecret");
    }

    private static List<Json> rendered(String values) {
        return Yaml.all(template(values).call());
    }

    private static TemplateCommand template(String values) {
        return new Helm(CHART)
                .template()
                .withKubeVersion(OLDEST)
                .withName("gateway")
                .withNamespace("gateways")
                .withValuesFile(CHART.resolve(values))
                .set("existingSecret", "gateway");
    }

    /// A copy that renders without a value of ours, as the linter wants it.
    private Path withSecret() throws IOException {
        Path copy = folder.resolve("sallyport");
        Release.run(folder, "cp", "-r", CHART.toString(), copy.toString());
        Path values = copy.resolve("values.yaml");
        Files.writeString(values, Files.readString(values).replace("existingSecret: \"\"", "existingSecret: gateway"));
        return copy;
    }

    private static Json one(List<Json> manifests, String kind) {
        return manifests.stream()
                .filter(manifest -> manifest.get("kind").text().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static Json container(List<Json> manifests) {
        return one(manifests, "Deployment")
                .path("spec.template.spec.containers")
                .at(0);
    }

    private static List<String> kinds(List<Json> manifests) {
        return manifests.stream().map(manifest -> manifest.get("kind").text()).toList();
    }

    private static List<String> names(List<Json> manifests) {
        return manifests.stream()
                .map(manifest -> manifest.path("metadata.name").text())
                .toList();
    }
}
