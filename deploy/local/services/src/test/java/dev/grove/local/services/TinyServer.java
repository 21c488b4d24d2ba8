package dev.grove.local.services;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A program that lives as a service does: it listens on {@code quarkus.http.port} and answers its
 * liveness probe, unless {@code tiny.behaviour} says {@code die} or {@code hang}.
 */
final class TinyServer {
  private TinyServer() {}

  public static void main(String[] arguments) throws IOException {
    System.out.println("tiny.behaviour=" + System.getProperty("tiny.behaviour"));
    if ("die".equals(System.getProperty("tiny.behaviour"))) {
      System.exit(3);
    }
    int status = "hang".equals(System.getProperty("tiny.behaviour")) ? 503 : 200;
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.getInteger("quarkus.http.port")),
            0);
    server.createContext(
        "/q/health/live",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }
}
