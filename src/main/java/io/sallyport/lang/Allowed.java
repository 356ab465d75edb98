package io.sallyport.lang;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A named exception from one house rule, with the reason; the house tests skip the type for that rule and count it.
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Allowed {

    /// Which rule is bent: its name in `FloorsTest` or `HabitsTest`.
    String rule();

    /// Why the code would be worse if it kept the rule.
    String reason();
}
