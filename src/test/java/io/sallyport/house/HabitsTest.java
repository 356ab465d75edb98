package io.sallyport.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

final class HabitsTest {

    private static final String[] TOOLS = {
        "io.sallyport.lang..", "io.sallyport.json..", "io.sallyport.transport..", "io.sallyport.net..",
        "io.sallyport.web..", "io.sallyport.database..", "io.sallyport.counters..", "io.sallyport.crypto..",
        "io.sallyport.telemetry.."
    };

    /// Where a call waits for the network; and the roof, which starts what waits.
    private static final String[] WAITERS = {
        "io.sallyport.provider..",
        "io.sallyport.routing..",
        "io.sallyport.pipeline..",
        "io.sallyport.api..",
        "io.sallyport.app.."
    };

    private static final Set<String> EMPTY_SUFFIXES =
            Set.of("Manager", "Helper", "Util", "Utils", "Impl", "Data", "Info");

    private static final Set<String> INJECTIONS = Set.of("Inject", "Autowired", "Resource");

    /// Types whose values change: as a static field they are state that belongs to nobody.
    private static final List<String> CHANGING = List.of(
            "java.util.concurrent.atomic.",
            "java.util.concurrent.Concurrent",
            "java.util.ArrayList",
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.LinkedHash",
            "java.util.TreeMap",
            "java.lang.StringBu");

    @AfterAll
    static void printsTheExceptions() {
        List<String> allowances = House.allowances();
        System.out.println("house rules: " + allowances.size() + " exceptions allowed");
        allowances.forEach(line -> System.out.println("  " + line));
    }

    @Test
    void keepsNothingInThreadLocals() {
        House.keeps(
                "thread-local",
                noClasses()
                        .that(areAboveTools())
                        .should()
                        .dependOnClassesThat()
                        .areAssignableTo(ThreadLocal.class)
                        .because("a call changes threads between its lanes; what it needs is passed as a value"));
    }

    @Test
    void printsNothingToStandardOutput() {
        House.keeps(
                "standard-output",
                noClasses()
                        .that(areAboveTools())
                        .should()
                        .accessTargetWhere(DescribedPredicate.describe(
                                "is System.out or System.err",
                                access -> access.getTargetOwner().isEquivalentTo(System.class)
                                        && Set.of("out", "err").contains(access.getName())))
                        .because("what the operator reads goes through the log or the writer of a command"));
    }

    @Test
    void asksAClockForTheTime() {
        House.keeps(
                "clock",
                noClasses()
                        .that(areAboveTools())
                        .should()
                        .callMethodWhere(DescribedPredicate.describe(
                                "reads the time of the machine", call -> readsMachineTime(call.getTarget())))
                        .because("a test can only turn a clock that was passed in"));
    }

    @Test
    void makesTheClockUnderTheRoof() {
        House.keeps(
                "one-clock",
                noClasses()
                        .that(areAboveTools())
                        .and()
                        .resideOutsideOfPackage("io.sallyport.app..")
                        .should()
                        .callMethodWhere(DescribedPredicate.describe(
                                "makes a clock",
                                call -> call.getTargetOwner().isEquivalentTo(Clock.class)
                                        && call.getName().startsWith("system")))
                        .because("Wiring makes the one clock, and a test replaces it there"));
    }

    @Test
    void usesFuturesOnlyWhereACallWaits() {
        House.keeps(
                "futures",
                noClasses()
                        .that(areAboveTools())
                        .and()
                        .resideOutsideOfPackages(WAITERS)
                        .should()
                        .dependOnClassesThat(DescribedPredicate.describe(
                                "are futures",
                                type -> type.isAssignableTo(CompletionStage.class)
                                        || type.isAssignableTo(Future.class)))
                        .because("everything that does not wait for the network is sequential code"));
    }

    @Test
    void hasOnlyRecordsAndFinalClasses() {
        House.keeps(
                "final",
                classes()
                        .that(DescribedPredicate.describe("are classes", HabitsTest::isAPlainClass))
                        .should()
                        .haveModifier(FINAL)
                        .because("we extend by interfaces, not by inheritance nobody planned"));
    }

    @Test
    void injectsNoFields() {
        House.keeps(
                "injection",
                noFields()
                        .should()
                        .beAnnotatedWith(DescribedPredicate.describe(
                                "an injection",
                                on -> INJECTIONS.contains(on.getRawType().getSimpleName())))
                        .because("constructors say what a type needs, and Wiring says who gives it"));
    }

    @Test
    void hasNoStaticMutableState() {
        House.keeps(
                "static-state",
                fields().that()
                        .areStatic()
                        .and()
                        .doNotHaveModifier(SYNTHETIC)
                        .should(beConstants())
                        .because("two gateways run in one test process without knowing each other"));
    }

    @Test
    void asksNoPublicMethodABareYesOrNo() {
        House.keeps(
                "booleans",
                noMethods()
                        .that()
                        .arePublic()
                        .and()
                        .doNotHaveModifier(SYNTHETIC)
                        .and()
                        .areDeclaredInClassesThat()
                        .resideOutsideOfPackage("io.sallyport.json..")
                        .and(DescribedPredicate.describe("are our idea", HabitsTest::isOurIdea))
                        .should()
                        .haveRawParameterTypes(DescribedPredicate.describe(
                                "with a boolean", types -> types.stream().anyMatch(HabitsTest::isBoolean)))
                        .because("the reader of a call sees true or false and not what it means"));
    }

    @Test
    void givesNoTypeAnEmptyName() {
        House.keeps(
                "names",
                noClasses()
                        .should(haveAnEmptySuffix())
                        .because("such a suffix says nothing; the word that says something is missing"));
    }

    @Test
    void neitherSleepsNorSkipsInTests() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .dependOnClassesThat(
                        DescribedPredicate.describe("skip tests", type -> type.isEquivalentTo(Disabled.class)))
                .because("a test that sleeps is slow or wrong, one that is skipped is a lie")
                .check(House.TESTS.that(
                        DescribedPredicate.describe("not this rule", type -> !type.isEquivalentTo(HabitsTest.class))));
    }

    @Test
    void namesTestsAsSentences() {
        methods()
                .that()
                .areAnnotatedWith(Test.class)
                .should()
                .haveNameNotMatching("(test|should).*|.*_.*")
                .because("the name of a test says what the product does, not that it is tested")
                .check(House.TESTS);
    }

    private static DescribedPredicate<JavaClass> areAboveTools() {
        return DescribedPredicate.not(resideInAnyPackage(TOOLS)).as("are above the tools");
    }

    private static boolean readsMachineTime(AccessTarget.CodeUnitCallTarget call) {
        if (call.getName().equals("now")) {
            return call.getOwner().getPackageName().equals("java.time")
                    && call.getRawParameterTypes().isEmpty();
        }
        return call.getOwner().isEquivalentTo(System.class) && call.getName().equals("currentTimeMillis");
    }

    /// Whether no type above declares the method: what a library asks for is not ours to name.
    private static boolean isOurIdea(JavaMethod method) {
        String[] parameters =
                method.getRawParameterTypes().stream().map(JavaClass::getName).toArray(String[]::new);
        JavaClass owner = method.getOwner();
        return Stream.concat(owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
                .noneMatch(above ->
                        above.tryGetMethod(method.getName(), parameters).isPresent());
    }

    private static boolean isBoolean(JavaClass type) {
        return type.isEquivalentTo(boolean.class);
    }

    private static boolean isAPlainClass(JavaClass type) {
        return !type.isInterface()
                && !type.isEnum()
                && !type.isAnonymousClass()
                && !outermostIsEnum(type)
                && !type.isAssignableTo(Throwable.class);
    }

    /// The body of an enum constant is a class of its own in the class file.
    private static boolean outermostIsEnum(JavaClass type) {
        return type.getRawSuperclass().map(JavaClass::isEnum).orElse(false);
    }

    private static ArchCondition<JavaField> beConstants() {
        return new ArchCondition<>("be constants") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                Set<JavaModifier> modifiers = field.getModifiers();
                boolean open = field.getRawType().isArray() && !modifiers.contains(JavaModifier.PRIVATE);
                boolean changing = CHANGING.stream().anyMatch(field.getRawType().getName()::startsWith);
                if (!modifiers.contains(FINAL) || open || changing) {
                    events.add(SimpleConditionEvent.violated(field, field.getDescription() + " can change"));
                }
            }
        };
    }

    private static ArchCondition<JavaClass> haveAnEmptySuffix() {
        return new ArchCondition<>("have an empty suffix") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean empty = EMPTY_SUFFIXES.stream().anyMatch(type.getSimpleName()::endsWith);
                events.add(
                        new SimpleConditionEvent(type, empty, type.getName() + (empty ? " is" : " is not") + " empty"));
            }
        };
    }
}
