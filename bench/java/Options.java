import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// What the command line asks for.
///
/// @param seconds length of one measurement of a plain lane
/// @param streams streams of lanes L5 and L6
record Options(
        Path root,
        String mode,
        int rounds,
        double seconds,
        int streams,
        Set<String> lanes,
        List<String> peers,
        Path output) {
    static final List<String> LANES = List.of("L0", "L1", "L2", "L4", "L5", "L6", "L8", "L9", "L11");
    static final String USAGE = """
            usage: sallyport bench [--quick|--full] [OPTIONS]

              --quick          3 short rounds of every lane, in about five minutes (the default)
              --full           9 longer rounds
              --lanes LIST     some of L0,L1,L2,L4,L5,L6,L8,L9,L11
              --peers LIST     some of the names in bench/peers (nginx); nginx always runs
              --rounds N       rounds, instead of the mode's
              --seconds N      seconds of one measurement, instead of the mode's
              --streams N      streams held in L5 and L6 (5000)
              --output DIR     where the results go (bench/results/<date>)
            """;

    /// @throws IllegalArgumentException with words for people
    static Options parse(List<String> arguments, String today) {
        Path root = Path.of("");
        boolean full = arguments.contains("--full");
        int rounds = full ? 9 : 3;
        double seconds = full ? 10 : 3;
        int streams = 5000;
        Set<String> lanes = new java.util.TreeSet<>(LANES);
        List<String> peers = List.of("nginx");
        Path output = null;
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (name.equals("--quick") || name.equals("--full")) {
                continue;
            }
            String value = value(arguments, ++i);
            switch (name) {
                case "--root" -> root = Path.of(value);
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--seconds" -> seconds = Double.parseDouble(value);
                case "--streams" -> streams = Integer.parseInt(value);
                case "--lanes" -> lanes = Set.of(value.split(","));
                case "--peers" -> peers = List.of(value.split(","));
                case "--output" -> output = Path.of(value);
                default -> throw new IllegalArgumentException("unknown option: " + name);
            }
        }
        if (!LANES.containsAll(lanes)) {
            throw new IllegalArgumentException("the lanes are " + LANES);
        }
        return new Options(
                root,
                full ? "full" : "quick",
                rounds,
                seconds,
                streams,
                lanes,
                peers,
                output == null ? root.resolve("bench/results").resolve(today) : output);
    }

    private static String value(List<String> arguments, int at) {
        if (at == arguments.size()) {
            throw new IllegalArgumentException("unknown, or without its value: " + arguments.getLast());
        }
        return arguments.get(at);
    }
}
