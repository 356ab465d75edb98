package io.sallyport.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FloorsTest {

    /// The floors of the house: a package looks down, or at a sibling it names here.
    static final List<Set<String>> FLOORS = List.of(
            Set.of("lang"),
            Set.of("json", "transport", "net", "web", "database", "counters", "crypto", "telemetry", "mail", "acme"),
            Set.of("inference", "dialect"),
            Set.of(
                    "tenant",
                    "policy",
                    "catalog",
                    "provider",
                    "identity",
                    "profile",
                    "key",
                    "limit",
                    "idempotency",
                    "cache",
                    "certificate",
                    "deposit",
                    "guardrail",
                    "fleet",
                    "routing",
                    "usage",
                    "journal",
                    "alert"),
            Set.of("pipeline", "door"),
            Set.of("api", "admin", "portal", "report", "blueprint", "ops", "cli"),
            Set.of("app"));

    static final Map<String, Set<String>> SIBLINGS = Map.ofEntries(
            Map.entry("net", Set.of("transport")),
            Map.entry("web", Set.of("transport")),
            Map.entry("dialect", Set.of("inference")),
            Map.entry("identity", Set.of("tenant")),
            Map.entry("profile", Set.of("policy", "provider")),
            Map.entry("key", Set.of("identity", "tenant", "profile", "policy")),
            Map.entry("deposit", Set.of("tenant")),
            Map.entry("limit", Set.of("identity")),
            Map.entry("guardrail", Set.of("identity")),
            Map.entry("fleet", Set.of("identity", "provider")),
            Map.entry("routing", Set.of("identity", "catalog", "provider", "fleet", "profile")),
            Map.entry("usage", Set.of("identity", "catalog")),
            Map.entry("cache", Set.of("identity", "usage")),
            Map.entry("journal", Set.of("identity", "usage")),
            Map.entry("alert", Set.of("limit", "usage")));

    /// Packages whose sub-packages are one concrete thing each: a vendor, a wire form, a check.
    private static final Set<String> EXTENDED = Set.of("provider", "dialect", "guardrail");

    /// Sub-packages of those that are no concrete thing.
    private static final Set<String> NO_VENDORS = Set.of("dialect.probe");

    /// Forms that many vendors and models share, and on which others therefore build.
    private static final Set<String> SHARED_FORMS = Set.of("openai", "anthropic");

    /// Who may import which outside library, by the start of its package names.
    private static final Map<String, Set<String>> IMPORTERS = Map.ofEntries(
            Map.entry("tools.jackson.", Set.of("json")),
            Map.entry("com.fasterxml.jackson.", Set.of("json")),
            Map.entry("org.snakeyaml.", Set.of("json", "app")),
            Map.entry("com.networknt.", Set.of("json", "app")),
            Map.entry("io.vertx.", Set.of("transport", "net", "web")),
            Map.entry("io.netty.", Set.of("transport", "net", "web")),
            Map.entry("org.jdbi.", Set.of("database")),
            Map.entry("org.postgresql.", Set.of("database")),
            Map.entry("com.zaxxer.", Set.of("database")),
            Map.entry("org.apache.ibatis.", Set.of("database")),
            Map.entry("org.apache.commons.compress.", Set.of("database")),
            Map.entry("java.sql.", Set.of("database")),
            Map.entry("javax.sql.", Set.of("database")),
            Map.entry("io.lettuce.", Set.of("counters")),
            Map.entry("io.micrometer.", Set.of("telemetry")),
            Map.entry("io.prometheus.", Set.of("telemetry")),
            Map.entry("io.opentelemetry.", Set.of("telemetry")),
            Map.entry("ch.qos.logback.", Set.of("telemetry")),
            Map.entry("net.logstash.", Set.of("telemetry")),
            Map.entry("jakarta.mail.", Set.of("mail")),
            Map.entry("org.eclipse.angus.", Set.of("mail")),
            Map.entry("org.shredzone.acme4j.", Set.of("acme")),
            Map.entry("com.nimbusds.", Set.of("crypto")),
            Map.entry("org.bouncycastle.", Set.of("crypto")),
            Map.entry("com.google.i18n.", Set.of("guardrail")),
            Map.entry("com.google.re2j.", Set.of("guardrail")),
            Map.entry("run.endive.", Set.of("guardrail")),
            Map.entry("org.apache.kafka.", Set.of("journal")),
            Map.entry("com.knuddels.", Set.of("usage")),
            Map.entry("de.siegmar.", Set.of("usage")),
            Map.entry("picocli.", Set.of("cli", "app")));

    /// Libraries that are part of the language here: loggers, nullness, caches.
    private static final Set<String> EVERYWHERE =
            Set.of("java.", "javax.", "jdk.", "org.slf4j.", "org.jspecify.", "com.github.benmanes.caffeine.");

    /// Jdbi's annotations and the types that appear in them; `*Table` interfaces are written with these.
    private static final String SQL_ANNOTATIONS = "org.jdbi.v3.sqlobject.";

    /// What only some packages or types may construct: its name, and who may, as a start of names.
    private static final Map<String, Set<String>> MAKERS = Map.of(
            "io.sallyport.identity.Caller",
                    Set.of(
                            "io.sallyport.identity.",
                            "io.sallyport.key.KeyAuthenticator",
                            // Explains a call that nobody makes.
                            "io.sallyport.admin.ExplainRoutes",
                            // The gateway calls and pays for itself; nobody has to prove who it is.
                            "io.sallyport.pipeline.PaidProbes",
                            "io.sallyport.pipeline.Shadows"),
            "io.sallyport.routing.Plan", Set.of("io.sallyport.routing.Resolver", "io.sallyport.routing.Destinations"),
            "io.sallyport.limit.Hold", Set.of("io.sallyport.limit."));

    @Test
    void looksDownOrAtANamedSibling() {
        House.keeps(
                "floors",
                classes()
                        .should(haveDependencies(
                                "look down, or at a named sibling",
                                (from, to) -> !House.isOurs(to) || mayImport(House.top(from), House.top(to))))
                        .because("a floor can be understood with only the floors below it in mind"));
    }

    @Test
    void namesNoConcreteVendorOutsideTheRoof() {
        House.keeps(
                "vendors",
                classes()
                        .should(haveDependencies("name no concrete vendor, form or check", FloorsTest::mayName))
                        .because("a vendor is one folder and one line in BuiltIns; nothing else may know it"));
    }

    @Test
    void hasNoCycles() {
        House.keeps(
                "cycles",
                slices().matching("io.sallyport.(**)")
                        .should()
                        .beFreeOfCycles()
                        .because("packages in a circle are one package with several names"));
    }

    @Test
    void doesNoInputOrOutputInLanguageAndConversation() {
        House.keeps(
                "pure",
                noClasses()
                        .that()
                        .resideInAnyPackage("io.sallyport.lang..", "io.sallyport.inference..", "io.sallyport.dialect..")
                        .should()
                        .dependOnClassesThat(DescribedPredicate.describe("do I/O", FloorsTest::doesIo))
                        .because("what a call means is a pure function, tested with wire samples alone"));
    }

    @Test
    void speaksOnlyTheJdkInLang() {
        House.keeps(
                "jdk-only",
                classes()
                        .that()
                        .resideInAPackage("io.sallyport.lang..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage("io.sallyport.lang..", "java..", "org.jspecify..")
                        .because("everybody imports lang, so whatever it imports is imported by everybody"));
    }

    @Test
    void hasOneImporterPerOutsideLibrary() {
        House.keeps(
                "importers",
                classes()
                        .should(haveDependencies("import only the libraries of their package", FloorsTest::mayUse))
                        .because("a library that has one importer can be upgraded or replaced in one folder"));
    }

    @Test
    void constructsProofsOnlyWhereTheyAreProven() {
        House.keeps(
                "makers",
                classes()
                        .should(constructOnlyWhatTheyMay())
                        .because(
                                "a Caller, a Plan and a Hold are proofs that a stage ran; forging one skips the stage"));
    }

    private static boolean mayImport(String from, String to) {
        return from.equals(to)
                || floor(to) < floor(from)
                || SIBLINGS.getOrDefault(from, Set.of()).contains(to);
    }

    private static int floor(String name) {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            if (FLOORS.get(floor).contains(name)) {
                return floor;
            }
        }
        throw new IllegalStateException("package " + name + " has no floor; give it one in FloorsTest.FLOORS");
    }

    /// A vendor names the wire form it speaks, because `provider.azure` *is* the statement "Azure speaks
    /// OpenAI"; the door of programs names the form of each path, because `/v1/messages` *is* Anthropic's.
    private static boolean mayName(JavaClass from, JavaClass to) {
        if (!House.isOurs(to)
                || !EXTENDED.contains(House.top(to))
                || House.inside(to).equals(House.top(to))) {
            return true;
        }
        if (NO_VENDORS.contains(House.inside(to)) || buildsOnSharedForm(from, to)) {
            return true;
        }
        boolean speaks =
                House.inside(from).startsWith("provider.") || House.top(from).equals("api");
        return House.top(from).equals("app")
                || House.inside(from).equals(House.inside(to))
                || (speaks && House.top(to).equals("dialect"));
    }

    private static boolean buildsOnSharedForm(JavaClass from, JavaClass to) {
        return House.top(from).equals(House.top(to))
                && SHARED_FORMS.stream().anyMatch(form -> House.inside(to).equals(House.top(to) + "." + form));
    }

    private static boolean mayUse(JavaClass from, JavaClass to) {
        String name = to.getName();
        if (House.isOurs(to) || to.isPrimitive() || to.isArray()) {
            return true;
        }
        if (name.startsWith(SQL_ANNOTATIONS)
                && House.outermost(from).getSimpleName().endsWith("Table")) {
            return true;
        }
        return IMPORTERS.entrySet().stream()
                .filter(library -> name.startsWith(library.getKey()))
                .findFirst()
                .map(library -> library.getValue().contains(House.top(from)))
                .orElseGet(() -> EVERYWHERE.stream().anyMatch(name::startsWith));
    }

    private static boolean doesIo(JavaClass type) {
        String name = type.getName();
        if (name.startsWith("java.net.")) {
            return !name.startsWith("java.net.UR");
        }
        return name.startsWith("java.nio.file.")
                || name.startsWith("java.nio.channels.")
                || name.startsWith("java.io.File")
                || name.startsWith("java.io.RandomAccessFile")
                || name.startsWith("javax.net.")
                || name.startsWith("java.lang.Process");
    }

    private interface Edge {
        boolean isFine(JavaClass from, JavaClass to);
    }

    private static ArchCondition<JavaClass> haveDependencies(String description, Edge edge) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (!edge.isFine(type, target)) {
                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static ArchCondition<JavaClass> constructOnlyWhatTheyMay() {
        return new ArchCondition<>("construct only what they may") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Stream.concat(
                                type.getConstructorCallsFromSelf().stream(),
                                type.getMethodCallsFromSelf().stream().filter(FloorsTest::isFactoryCall))
                        .filter(call -> !mayMake(type, call.getTargetOwner()))
                        .forEach(call -> events.add(SimpleConditionEvent.violated(type, call.getDescription())));
            }
        };
    }

    private static boolean isFactoryCall(JavaMethodCall call) {
        return call.getTarget()
                .resolveMember()
                .filter(method -> method.getModifiers().contains(JavaModifier.STATIC)
                        && method.getRawReturnType().equals(method.getOwner()))
                .isPresent();
    }

    /// A type may always make another of itself.
    private static boolean mayMake(JavaClass maker, JavaClass made) {
        return maker.equals(made)
                || MAKERS.getOrDefault(made.getName(), Set.of(House.ROOT)).stream()
                        .anyMatch(maker.getName()::startsWith);
    }
}
