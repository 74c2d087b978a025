package io.flowgauge.http;

import io.flowgauge.domain.Role;
import io.flowgauge.http.Contract.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Who asks at random, and of which ids: an operation that ends a session or changes a password is for somebody who can do without. */
final class Askers {
    private static final String ADMINISTRATOR = "administrator";
    private static final String PAGE_OF_ADMINISTRATOR = "administrator's page";

    private final Map<String, As> people;
    private final List<String> keys = new ArrayList<>();
    private final List<String> sessions = new ArrayList<>();

    /** @param admin the service's first SuperAdmin */
    Askers(RunningService service, GoodRequests good, As admin) {
        // Before all others, so that low ids, which a schema allows, are those of users and tenants whom nothing else
        // needs.
        for (int each = 0; each < 3; each++) {
            good.tenant();
            keys.add(good.key());
            sessions.add(good.id(good.session(good.user(Role.VIEWER))));
            sessions.add(good.id(service.session("admin", ServiceApi.PASSWORD)));
        }
        good.user(GoodRequests.LOGIN, GoodRequests.PASSWORD);
        good.user("chooser", GoodRequests.PASSWORD);
        String program = "fg_program_0123456789abcdefghijklmn";
        new Accounts(service).key(Accounts.DEFAULT, program, Role.VIEWER);
        people = Map.ofEntries(
                Map.entry(ADMINISTRATOR, admin),
                Map.entry(PAGE_OF_ADMINISTRATOR, service.session("admin", ServiceApi.PASSWORD)),
                Map.entry("recorder", new As.Bearer(RunningService.KEY)),
                Map.entry("viewer", new As.Bearer(service.token(good.user(Role.VIEWER), Accounts.PASSWORD))),
                Map.entry("viewing program", new As.Bearer(program)),
                Map.entry("stranger", new As.Stranger()),
                Map.entry("leaver", good.session(good.user(Role.VIEWER))),
                Map.entry("mover", good.session(good.user(Role.SUPER_ADMIN))),
                Map.entry("chooser", new As.Bearer(service.token("chooser", GoodRequests.PASSWORD))));
    }

    As as(String who) {
        return people.get(who);
    }

    /** Whoever nothing that is asked may sign out. */
    static boolean staysSignedIn(String who) {
        return who.equals(ADMINISTRATOR) || who.equals(PAGE_OF_ADMINISTRATOR);
    }

    /** Mostly someone who may. */
    Arbitrary<String> who(Operation operation) {
        List<String> anybody = people.keySet().stream()
                .filter(who -> !(who.equals(PAGE_OF_ADMINISTRATOR) && operation.path.startsWith("/api/v1/session")))
                .sorted()
                .toList();
        return Arbitraries.frequencyOf(Tuple.of(9, entitled(operation)), Tuple.of(1, Arbitraries.of(anybody)));
    }

    private static Arbitrary<String> entitled(Operation operation) {
        return switch (operation.toString()) {
            case "POST /api/v1/reports" -> Arbitraries.just("recorder");
            case "DELETE /api/v1/session" -> Arbitraries.just("leaver");
            case "PUT /api/v1/session/tenant" -> Arbitraries.just("mover");
            case "PUT /api/v1/me/password" -> Arbitraries.just("chooser");
            default ->
                operation.isForStrangers()
                        ? Arbitraries.of("stranger", ADMINISTRATOR)
                        : Arbitraries.of(ADMINISTRATOR, ADMINISTRATOR, PAGE_OF_ADMINISTRATOR);
        };
    }

    /** Ids that are there, for a parameter whose schema does not tell them; empty for another. */
    Optional<Arbitrary<String>> ids(String parameter) {
        return switch (parameter) {
            case "keyId" -> Optional.of(Arbitraries.of(keys));
            case "sessionId" -> Optional.of(Arbitraries.of(sessions));
            default -> Optional.empty();
        };
    }
}
