package io.flowgauge.bootstrap.embedded;

import io.flowgauge.bootstrap.embedded.EmbeddedPostgres.Failure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The user of the machine that PostgreSQL runs as. PostgreSQL refuses to run as root. */
sealed interface Account {
    Path ANYWHERE = Path.of("/");

    /** What has to be typed to run the words as this user. */
    List<String> words(List<String> words);

    /** Whether this user may enter the folder by its path. */
    boolean enters(Path folder) throws IOException;

    /** Makes this user the owner of the folder and all in it. */
    void own(Path folder) throws IOException;

    /** The service's own user. */
    record Same() implements Account {
        @Override
        public List<String> words(List<String> words) {
            return words;
        }

        @Override
        public boolean enters(Path folder) {
            return true;
        }

        @Override
        public void own(Path folder) {}
    }

    /** A user without rights, under a service that runs as root. {@code prefix}: the words that change to it. */
    record Lesser(UserPrincipal user, List<String> prefix) implements Account {
        @Override
        public List<String> words(List<String> words) {
            var all = new ArrayList<>(prefix);
            all.addAll(words);
            return all;
        }

        @Override
        public boolean enters(Path folder) throws IOException {
            var enter = List.of("sh", "-c", "cd \"$1\"", "sh", folder.toString());
            return new Command(ANYWHERE, words(enter)).run().good();
        }

        @Override
        public void own(Path folder) throws IOException {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    return give(file);
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                        throws IOException {
                    if (failure != null) throw failure;
                    return give(directory);
                }
            });
        }

        private FileVisitResult give(Path path) throws IOException {
            Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setOwner(user);
            return FileVisitResult.CONTINUE;
        }
    }

    /** Root's choice: whoever owns the cluster, else {@code postgres}, else {@code nobody}. */
    static Account forCluster(Path cluster) throws IOException {
        if (!id("-u").lastWords().equals("0")) return new Same();
        if (Files.exists(cluster)) {
            var uid = Files.getAttribute(cluster, "unix:uid").toString();
            if (!uid.equals("0")) return lesser(Files.getOwner(cluster), uid);
        }
        for (var name : List.of("postgres", "nobody")) {
            var uid = id("-u", name);
            if (uid.good()) return lesser(byName(name), uid.lastWords());
        }
        throw new Failure("PostgreSQL does not run as root, and this machine has neither user postgres nor nobody;"
                + " start Flowgauge as a user that is not root");
    }

    private static UserPrincipal byName(String name) throws IOException {
        return ANYWHERE.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name);
    }

    private static Command.Ending id(String... words) throws IOException {
        var all = new ArrayList<>(List.of("id"));
        all.addAll(List.of(words));
        return new Command(ANYWHERE, all).run();
    }

    private static Account lesser(UserPrincipal user, String uid) throws IOException {
        var name = user.getName();
        var group = id("-g", name);
        // A user that the machine has no name for has no group either; its number serves.
        var gid = group.good() ? group.lastWords() : uid;
        var ways = List.of(
                List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups"),
                List.of("runuser", "-u", name, "--"),
                List.of("su", "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "--", name),
                List.of("sudo", "-n", "-u", name, "--"));
        for (var way : ways) {
            var account = new Lesser(user, way);
            try {
                var ending = new Command(ANYWHERE, account.words(List.of("id", "-u"))).run();
                if (ending.good() && ending.lastWords().equals(uid)) return account;
            } catch (IOException e) {
                // This machine does not have that program; the next may be there.
            }
        }
        throw new Failure(
                "PostgreSQL does not run as root, and none of setpriv, runuser, su and sudo could change to user "
                        + name + "; install one of them or start Flowgauge as a user that is not root");
    }
}
