# JVMs make 300 MB of garbage with three collectors, the last one interpreting.
# needs: javac java

cat > Garbage.java << 'END'
import java.util.ArrayList;
import java.util.List;

public class Garbage {
  public static void main(String[] args) {
    List<byte[]> kept = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      kept.add(new byte[100_000]);
      if (kept.size() > 50) {
        kept.remove(0);
      }
    }
    System.out.println(kept.size());
  }
}
END
javac Garbage.java
java -XX:+UseParallelGC -Xmx64m -cp . Garbage
java -XX:+UseZGC -Xmx64m -cp . Garbage
java -XX:+UseG1GC -Xint -cp . Garbage
