package io.sallyport.house;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.sallyport.lang.Allowed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The compiled house, and how a rule is held against it.
final class House {

    static final String ROOT = "io.sallyport.";

    /// What ships, without tests.
    static final JavaClasses MAIN = new ClassFileImporter().importPath(Path.of("target/classes"));

    static final JavaClasses TESTS = new ClassFileImporter().importPath(Path.of("target/test-classes"));

    private House() {}

    /// Holds one rule against everything that ships, apart from the types that are [Allowed] to bend it.
    static void keeps(String rule, ArchRule statement) {
        statement
                .allowEmptyShould(true)
                .check(MAIN.that(DescribedPredicate.describe(
                        "not allowed to bend " + rule,
                        type -> allowance(type, rule).isEmpty())));
    }

    /// Every exception, one line each: type, rule, reason.
    static List<String> allowances() {
        return MAIN.stream()
                .flatMap(type -> allowance(type).stream()
                        .filter(allowed -> allowed.getOwner().equals(type))
                        .map(allowed -> "%s, %s: %s"
                                .formatted(
                                        type.getName(),
                                        rule(allowed),
                                        allowed.get("reason").orElse(""))))
                .sorted()
                .toList();
    }

    /// The package directly under the root, `provider` for `io.sallyport.provider.openai.Quirks`.
    static String top(JavaClass type) {
        String inside = inside(type);
        int dot = inside.indexOf('.');
        return dot < 0 ? inside : inside.substring(0, dot);
    }

    /// The package without the root, `provider.openai` for `io.sallyport.provider.openai.Quirks`.
    static String inside(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }

    static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith(ROOT);
    }

    static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(House::outermost).orElse(type);
    }

    private static Optional<? extends JavaAnnotation<JavaClass>> allowance(JavaClass type, String rule) {
        Optional<? extends JavaAnnotation<JavaClass>> own =
                allowance(type).filter(allowed -> rule(allowed).equals(rule));
        return own.isPresent() ? own : type.getEnclosingClass().flatMap(outer -> allowance(outer, rule));
    }

    private static Optional<? extends JavaAnnotation<JavaClass>> allowance(JavaClass type) {
        return type.tryGetAnnotationOfType(Allowed.class.getName());
    }

    private static String rule(JavaAnnotation<JavaClass> allowed) {
        return allowed.get("rule").map(Object::toString).orElse("");
    }
}
