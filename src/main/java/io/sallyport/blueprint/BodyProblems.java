package io.sallyport.blueprint;

import io.sallyport.json.JsonProblem;
import java.util.List;

/// Everything that is wrong with the fields of one element.
final class BodyProblems extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<JsonProblem> problems;

    BodyProblems(List<JsonProblem> problems) {
        super("fields are wrong", null, false, false);
        this.problems = List.copyOf(problems);
    }

    List<JsonProblem> problems() {
        return problems;
    }
}
