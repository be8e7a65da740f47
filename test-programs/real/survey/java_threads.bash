# Six threads of a pool of Java's compute 200 futures.
# needs: java

cat > Pool.java << 'END'
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

public class Pool {
  private static int compute(int number) {
    int sum = 0;
    for (int i = 0; i < 10_000; i++) {
      sum += i % (number + 1);
    }
    return sum;
  }

  public static void main(String[] args) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(6);
    List<Future<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int number = i;
      futures.add(pool.submit(() -> compute(number)));
    }
    long total = 0;
    for (Future<Integer> future : futures) {
      total += future.get();
    }
    System.out.println(total);
    pool.shutdown();
    CompletableFuture.supplyAsync(() -> 5).thenAccept(System.out::println).get();
  }
}
END
java Pool.java
