/// What all streams of a swarm had together.
final class StreamTally {
    private final String model;
    private final int expected;
    private final Samples firstEvents = new Samples();
    private final Samples delays = new Samples();
    private final Samples gaps = new Samples();
    private long events;
    private long lost;
    private long reordered;
    private long merged;
    private long altered;
    private int opened;
    private int closed;
    private int failed;
    private int whole;

    /// @param model `paced-MILLISECONDS-EVENTS`
    StreamTally(String model) {
        this.model = model;
        this.expected = Integer.parseInt(model.substring(model.lastIndexOf('-') + 1));
    }

    int opened() {
        return opened;
    }

    int closed() {
        return closed;
    }

    int failed() {
        return failed;
    }

    boolean isExpectedStart(String prefix) {
        return prefix.startsWith("{\"id\":\"chatcmpl-")
                && prefix.endsWith(PacedUpstream.OBJECT + model + PacedUpstream.CHOICE);
    }

    void opened(long waited, boolean unaltered) {
        opened++;
        firstEvents.add(waited);
        if (!unaltered) {
            altered++;
        }
    }

    /// @param age time between the writing of the event and its arrival, in nanoseconds
    void event(int sequence, int next, long age) {
        events++;
        delays.add(age);
        if (sequence > next) {
            lost += sequence - next;
        } else if (sequence < next) {
            reordered++;
        }
    }

    void gap(long nanoseconds) {
        gaps.add(nanoseconds);
    }

    void merged() {
        merged++;
    }

    void altered() {
        altered++;
    }

    /// @param next the number after the last event that arrived
    void closed(int next, boolean properly) {
        closed++;
        lost += expected - next;
        if (next == 0) {
            failed++;
        } else if (properly && next == expected) {
            whole++;
        }
    }

    void print(int streams) {
        System.out.println("whole=" + whole);
        System.out.println("failed=" + (failed + streams - closed));
        System.out.println("events=" + events);
        System.out.println("lost=" + lost);
        System.out.println("reordered=" + reordered);
        System.out.println("merged=" + merged);
        System.out.println("altered=" + altered);
        firstEvents.print("first_event");
        delays.print("delay");
        gaps.print("gap");
    }
}
