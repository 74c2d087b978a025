package io.flowgauge.domain;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What people say of a flow, beside what its engine tells; each part may be unsaid.
 *
 * @param description what it is for
 * @param owner whom to ask
 * @param link where a person finds more: an absolute http or https URL
 */
public record FlowDescription(
        @Nullable String description,
        @Nullable String owner,
        @Nullable String link) {

    /** Nothing is said. */
    public static final FlowDescription NONE = new FlowDescription(null, null, null);

    private static final int LONGEST_DESCRIPTION = 4_096;
    private static final int LONGEST_LINK = 2_048;

    /** Names with underscores, as networks of containers have them, and with letters beyond ASCII are none to {@link URI}. */
    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}._-]+(:[0-9]+)?");

    public FlowDescription {
        Limits.text("description", description, 1, LONGEST_DESCRIPTION);
        Limits.name("owner", owner);
        if (link != null) {
            Limits.text("link", link, 1, LONGEST_LINK);
            if (!isWebAddress(link)) {
                throw new IllegalArgumentException(
                        "link is no absolute http or https URL, such as https://example.org/flow");
            }
        }
    }

    private static boolean isWebAddress(String text) {
        try {
            URI uri = new URI(text);
            String authority = uri.getRawAuthority();
            boolean isOfTheWeb = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return isOfTheWeb
                    && authority != null
                    && (uri.getHost() != null || HOST.matcher(authority).matches());
        } catch (URISyntaxException none) {
            return false;
        }
    }
}
