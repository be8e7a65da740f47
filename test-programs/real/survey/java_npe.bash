# SIGSEGV is Java's null check, and its end of the stack.
# needs: java

cat > Faults.java << 'END'
public class Faults {
  private static int length(String text) {
    return text.length();
  }

  private static int descend(int depth) {
    return descend(depth + 1) + 1;
  }

  public static void main(String[] args) {
    int caught = 0;
    for (int i = 0; i < 200_000; i++) {
      try {
        length(i % 1000 == 0 ? null : "x");
      } catch (NullPointerException e) {
        caught++;
      }
    }
    System.out.println(caught);
    try {
      descend(0);
    } catch (StackOverflowError e) {
      System.out.println("the stack overflowed");
    }
  }
}
END
java Faults.java
