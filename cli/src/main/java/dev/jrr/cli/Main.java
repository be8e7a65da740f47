package dev.jrr.cli;

/** Entry. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.out.println("jrr 0.1.0");
  }
}
