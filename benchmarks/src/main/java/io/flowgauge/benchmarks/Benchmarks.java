package io.flowgauge.benchmarks;

import java.util.Arrays;
import java.util.List;

/** Lists the comparisons, or runs those that are named and prints each ratio as soon as it is known. */
public final class Benchmarks {
    private static final List<Comparison> ALL =
            List.of(new RecordComparison(), new ChecksComparison(), new CurveComparison(), new SignInComparison());

    private Benchmarks() {}

    /**
     * Begins it.
     *
     * @throws Exception a comparison could not be measured
     */
    public static void main(String[] names) throws Exception {
        List<String> unknown = Arrays.stream(names)
                .filter(name -> ALL.stream().noneMatch(each -> each.name().equals(name)))
                .toList();
        if (!unknown.isEmpty()) {
            System.err.println("there is no benchmark " + String.join(", ", unknown) + "; use "
                    + String.join(", ", ALL.stream().map(Comparison::name).toList()) + ", or nothing for a list");
            System.exit(2);
        }
        if (names.length == 0) {
            ALL.forEach(each -> System.out.println(each.name() + "    " + each.what()));
            return;
        }
        System.out.println(
                "Java " + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() + " processors");
        for (Comparison comparison : ALL) {
            if (List.of(names).contains(comparison.name())) {
                comparison.run(System.out::println);
            }
        }
    }
}
