# Javac compiles a parallel stream, which the JIT then runs.
# needs: javac java

cat > Squares.java << 'END'
import java.util.stream.IntStream;

public class Squares {
  public static void main(String[] args) {
    System.out.println(IntStream.range(0, 100_000).parallel().mapToLong(i -> i * i).sum());
  }
}
END
javac Squares.java && java -cp . Squares
