package io.flowgauge.bootstrap.embedded;

import io.flowgauge.bootstrap.embedded.EmbeddedPostgres.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;

/** Who may enter the server. The password is made once and kept in the data folder, for its owner's eyes alone. */
record Login(String password) {
    static final String USER = "flowgauge";
    private static final int PASSWORD_BYTES = 24;
    private static final int PATIENCE_S = 5;
    private static final String SOON =
            "?connectTimeout=" + PATIENCE_S + "&loginTimeout=" + PATIENCE_S + "&socketTimeout=" + PATIENCE_S;
    private static final String INVALID_PASSWORD = "28P01";

    static Login of(DataFolder folder) throws IOException {
        var file = folder.password();
        if (Files.exists(file)) return new Login(Files.readString(file).trim());
        if (Files.exists(folder.cluster())) {
            throw new Failure("password file " + file + " is missing, and without it the cluster beside it stays shut;"
                    + " put it back or set FLOWGAUGE_DATA to another folder");
        }
        var bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        var login = new Login(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        DataFolder.write(file, login.password + "\n");
        return login;
    }

    static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** What a server said when it was asked to let us in. NEVER: it does not know the password. */
    enum Answer {
        YES,
        NOT_YET,
        NEVER
    }

    Answer tryAt(int port) {
        try (var connection = DriverManager.getConnection(url(port, "postgres") + SOON, USER, password)) {
            return connection.isValid(PATIENCE_S) ? Answer.YES : Answer.NOT_YET;
        } catch (SQLException e) {
            return INVALID_PASSWORD.equals(e.getSQLState()) ? Answer.NEVER : Answer.NOT_YET;
        }
    }

    @Override
    public String toString() {
        return "Login of " + USER;
    }
}
