package io.sallyport.guardrail.builtin;

import io.sallyport.guardrail.Recogniser;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The recognisers of personal data and secrets, by what they recognise.
///
/// A group, such as `secret` or `national_id`, stands for all its kinds.
public final class PersonalRecords {
    private PersonalRecords() {}

    /// All kinds that can be chosen, and their groups.
    public static Set<String> kinds() {
        Set<String> kinds = new TreeSet<>();
        all(List.of()).forEach(recogniser -> {
            kinds.add(recogniser.kind());
            kinds.add(group(recogniser.kind()));
        });
        return kinds;
    }

    /// Those of some kinds or groups.
    ///
    /// Errors: IllegalArgumentException for a kind that there is not.
    ///
    /// @param regions countries of two letters whose phone numbers are known without their country
    public static List<Recogniser> of(Set<String> kinds, List<String> regions) {
        Set<String> known = kinds();
        for (String kind : kinds) {
            if (!known.contains(kind)) {
                throw new IllegalArgumentException("there is no kind " + kind + "; there are " + known);
            }
        }
        return all(regions)
                .filter(recogniser -> kinds.contains(recogniser.kind()) || kinds.contains(group(recogniser.kind())))
                .toList();
    }

    /// Names of an operator's choice.
    ///
    /// @param kind what they are called when found, such as `name`
    public static Recogniser listed(String kind, List<String> names) {
        return new ListedNames(kind, names);
    }

    /// What an operator's regular expression matches, at beginnings of words.
    ///
    /// Errors: IllegalArgumentException for an expression that can take more than linear time, such as one that
    /// looks around or back.
    ///
    /// @param kind what it is called when found
    /// @param longest characters a match can have, 1 to 400; streams are held back by so many
    public static Recogniser matching(String kind, String pattern, int longest) {
        return new OwnPattern(kind, pattern, longest);
    }

    /// Of two that recognise the same signs the first one counts.
    private static Stream<Recogniser> all(List<String> regions) {
        Stream<Recogniser> plain = Stream.of(new MailAddress(), new PaymentCard(), new Iban(), new IpAddress());
        Stream<Recogniser> phone = Stream.of(new PhoneNumber(regions));
        return Stream.of(plain, NationalIds.ALL.stream(), Secrets.all().stream(), phone)
                .flatMap(part -> part);
    }

    private static String group(String kind) {
        int dot = kind.indexOf('.');
        return dot < 0 ? kind : kind.substring(0, dot);
    }
}
