package io.flowgauge.persistence;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A plan for people: what is read, by which index, under which condition. Leaves out how rows are sorted, hashed and joined, all parts
 * of a table but one, and the finding of the login's tenants, which it calls {@code tenants}.
 */
final class TrimmedPlan {
    private static final Pattern DETAIL = Pattern.compile(
            "(Cache|Sort|Group|Presorted|Hash|Merge|Join|Heap|Order|Window)[A-Za-z ]*(Key|Mode|Cond|Filter|By)?: .*|Window: .*");
    private static final Pattern PASSES_ON = Pattern.compile(
            "Subquery Scan on .*|Hash|Materialize|Memoize|Sort|Incremental Sort|Limit|Result|BitmapAnd|CTE Scan .*|WindowAgg|Unique");
    private static final Pattern INIT_PLAN = Pattern.compile("InitPlan (\\d+).*");

    private record Node(String text, List<Node> below) {
        boolean isCondition() {
            return text.matches("(Index Cond|Filter|Recheck Cond|One-Time Filter|Subplans Removed): .*");
        }
    }

    private final TreeSet<String> tenants = new TreeSet<>();

    private TrimmedPlan() {}

    /** @param lines of EXPLAIN (COSTS OFF) */
    static String of(List<String> lines) {
        TrimmedPlan plan = new TrimmedPlan();
        List<Node> roots = new ArrayList<>();
        int end = nodes(lines, 0, -1, roots);
        if (end != lines.size()) {
            throw new IllegalArgumentException("no plan: " + lines);
        }
        StringBuilder text = new StringBuilder();
        roots.stream().flatMap(root -> plan.trimmed(root).stream()).forEach(root -> write(root, 0, text));
        return plan.plain(text.toString());
    }

    private static int depth(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static int nodes(List<String> lines, int from, int above, List<Node> into) {
        int at = from;
        while (at < lines.size() && depth(lines.get(at)) > above) {
            Node node = new Node(lines.get(at).strip().replaceFirst("^->  ", ""), new ArrayList<>());
            into.add(node);
            at = nodes(lines, at + 1, depth(lines.get(at)), node.below());
        }
        return at;
    }

    private List<Node> trimmed(Node node) {
        Matcher initPlan = INIT_PLAN.matcher(node.text());
        if (initPlan.matches()
                && node.below()
                        .get(0)
                        .text()
                        .matches("(Seq Scan on tenant( tenant_\\d+)?|Subquery Scan on readable_tenant.*)")) {
            tenants.add(initPlan.group(1));
            return List.of();
        }
        if (DETAIL.matcher(node.text()).matches()) {
            return List.of();
        }
        List<Node> below = new ArrayList<>();
        node.below().forEach(child -> below.addAll(trimmed(child)));
        if (node.text().endsWith("Aggregate")) {
            // HAVING, which stands in the query
            below.removeIf(child -> child.text().startsWith("Filter: "));
        }
        if (PASSES_ON.matcher(node.text()).matches() && below.stream().noneMatch(Node::isCondition)) {
            return below;
        }
        return List.of(new Node(node.text(), node.text().endsWith("Append") ? oneOf(below) : below));
    }

    /** The parts of a table: the one that is read by an index, or the first, and how many there are besides. */
    private static List<Node> oneOf(List<Node> parts) {
        List<Node> some =
                new ArrayList<>(parts.stream().filter(Node::isCondition).toList());
        List<Node> scans = parts.stream().filter(part -> !part.isCondition()).toList();
        some.add(scans.stream()
                .filter(part -> part.text().contains("20261124")
                        || part.text().contains("20261123")
                        || part.text().contains("20261101"))
                .findFirst()
                .orElse(scans.get(0)));
        if (scans.size() > 1) {
            some.add(new Node(
                    scans.size() == 2 ? "(1 more part)" : "(" + (scans.size() - 1) + " more parts)", List.of()));
        }
        return some;
    }

    private static void write(Node node, int depth, StringBuilder into) {
        into.append("  ".repeat(depth)).append(node.text()).append('\n');
        node.below().forEach(child -> write(child, depth + 1, into));
    }

    private String plain(String text) {
        String plain = text;
        for (String number : tenants) {
            plain = plain.replace("(InitPlan " + number + ").col1", "tenants");
        }
        return plain.replaceAll("'::(text|timestamp with time zone|interval)", "'")
                .replaceAll("::timestamp with time zone", "");
    }
}
