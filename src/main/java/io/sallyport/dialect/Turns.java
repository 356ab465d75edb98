package io.sallyport.dialect;

import io.sallyport.inference.ChatRequest.Message;
import io.sallyport.inference.ChatRequest.Role;
import io.sallyport.inference.Part;
import java.util.ArrayList;
import java.util.List;

/// A conversation for vendors that want the system prompt apart, and users and assistants by turns.
///
/// What one side says in several messages becomes one turn, results of tools first.
/// Threads: one owner.
public final class Turns {
    private final Losses losses;
    private final List<Part> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();

    public Turns(Losses losses) {
        this.losses = losses;
    }

    /// What one side says until the other speaks.
    public record Turn(Role role, List<Part> parts) {}

    public void add(List<Message> messages) {
        for (Message message : messages) {
            if (message.role() == Role.SYSTEM) {
                system(message);
            } else {
                say(message);
            }
        }
        if (turns.isEmpty() && !system.isEmpty()) {
            losses.changed("messages.system");
            turns.add(new Turn(Role.USER, List.copyOf(system)));
            system.clear();
        }
    }

    private void system(Message message) {
        if (!turns.isEmpty()) {
            losses.changed("messages.system");
        }
        for (Part part : message.parts()) {
            if (part instanceof Part.Text(String text)) {
                instruct(text);
            } else if (part instanceof Part.CacheMark && !system.isEmpty()) {
                system.add(part);
            }
        }
    }

    private void say(Message message) {
        if (turns.isEmpty() || turns.getLast().role() != message.role()) {
            turns.add(new Turn(message.role(), new ArrayList<>()));
        }
        turns.getLast().parts().addAll(message.parts());
    }

    /// Adds to the system prompt.
    public void instruct(String text) {
        if (!text.isBlank()) {
            system.add(new Part.Text(text));
        }
    }

    /// The system prompt: texts, and marks behind what they mark; empty when there is none.
    public List<Part> system() {
        return List.copyOf(system);
    }

    /// The turns, results of tools first in each.
    public List<Turn> all() {
        return turns.stream()
                .map(turn -> new Turn(turn.role(), resultsFirst(turn.parts())))
                .toList();
    }

    /// Marks stay behind what they mark.
    private static List<Part> resultsFirst(List<Part> parts) {
        List<Part> results = new ArrayList<>();
        List<Part> others = new ArrayList<>();
        boolean afterResult = false;
        for (Part part : parts) {
            afterResult = part instanceof Part.ToolResult || (part instanceof Part.CacheMark && afterResult);
            (afterResult ? results : others).add(part);
        }
        results.addAll(others);
        return results;
    }
}
