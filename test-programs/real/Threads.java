import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** Eight threads that lock, wait, make garbage and run long enough for the compilers. */
public final class Threads {
  private static final int THREADS = 8;
  private static final int ROUNDS = 40_000;

  private static final Object MONITOR = new Object();
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final AtomicLong ATOMIC = new AtomicLong();
  private static final Map<Integer, Integer> SHARED = new ConcurrentHashMap<>();
  private static long underMonitor;
  private static long underLock;
  private static int turn;

  private static long work(int me) {
    Map<String, int[]> kept = new HashMap<>();
    long digest = me;
    for (int i = 0; i < ROUNDS; i++) {
      String key = "key " + (i % 1000);
      int[] value = kept.computeIfAbsent(key, k -> new int[50]);
      value[i % 50] += i;
      digest = digest * 31 + value[i % 50];
      if (i % 2000 == 0) {
        kept = new HashMap<>(kept);
      }
      if (i % 8 == 0) {
        synchronized (MONITOR) {
          underMonitor++;
        }
        LOCK.lock();
        try {
          underLock += 2;
        } finally {
          LOCK.unlock();
        }
        ATOMIC.incrementAndGet();
        SHARED.merge(i % 100, 1, Integer::sum);
      }
    }
    return digest;
  }

  private static void takeTurns(int me) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      synchronized (MONITOR) {
        while (turn % THREADS != me) {
          MONITOR.wait();
        }
        turn++;
        MONITOR.notifyAll();
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CyclicBarrier barrier = new CyclicBarrier(THREADS);
    List<Future<Long>> results = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int me = i;
      results.add(
          threads.submit(
              () -> {
                barrier.await();
                long digest = work(me);
                takeTurns(me);
                return digest;
              }));
    }
    for (int i = 0; i < THREADS; i++) {
      System.out.println("thread " + i + " " + Long.toHexString(results.get(i).get()));
    }
    threads.shutdown();
    System.gc();
    System.out.println("monitor " + underMonitor + " lock " + underLock + " atomic " + ATOMIC);
    System.out.println("merged " + SHARED.values().stream().mapToInt(Integer::intValue).sum());
    System.out.println("turns " + turn);
    try {
      Object nothing = arguments.length > 5 ? "" : null;
      System.out.println(nothing.hashCode());
    } catch (NullPointerException e) {
      System.out.println("null pointer caught");
    }
    if (System.getenv("JRR_SHOW") != null) {
      System.out.println("shown: " + System.nanoTime() + " " + ProcessHandle.current().pid());
    }
  }
}
