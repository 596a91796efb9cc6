package dev.dormouse.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A registry over plain http that is there ({@code /v2/}) and answers everything else with one status. */
final class RefusingRegistry implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)");

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ToIntFunction<String> status;
    private final String body;
    private final List<String> heads = new CopyOnWriteArrayList<>();

    RefusingRegistry(int status, String body) throws IOException {
        this(head -> head.contains(" /v2/ ") ? 200 : status, body);
    }

    /** One that answers with a status by the request's first line and headers. */
    RefusingRegistry(ToIntFunction<String> status, String body) throws IOException {
        this.status = status;
        this.body = body;
        Thread thread = new Thread(this::serve, "refusing-registry");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    /** What it was asked, first line and headers. */
    List<String> heads() {
        return heads;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                answer(connection);
            } catch (IOException e) {
                continue;
            }
        }
    }

    /** The first byte of TLS is no letter: then the connection ends, as with any server that speaks http alone. */
    private void answer(Socket connection) throws IOException {
        InputStream in = connection.getInputStream();
        StringBuilder head = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (head.isEmpty() && !Character.isLetter(next)) {
                return;
            }
            head.append((char) next);
            if (head.toString().endsWith("\r\n\r\n")) {
                break;
            }
        }
        heads.add(head.toString());
        discardBody(in, head.toString());
        boolean bodiless = head.toString().startsWith("HEAD");
        OutputStream out = connection.getOutputStream();
        out.write(("HTTP/1.1 " + status.applyAsInt(head.toString()) + " Told\r\nConnection: close\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + (bodiless ? "" : body))
                .getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void discardBody(InputStream in, String head) throws IOException {
        StringBuilder read = new StringBuilder();
        Matcher length = LENGTH.matcher(head);
        if (length.find()) {
            in.readNBytes(Integer.parseInt(length.group(1)));
        } else if (head.contains("Transfer-Encoding: chunked")) {
            while (!read.toString().endsWith("0\r\n\r\n")) {
                read.append((char) in.read());
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
