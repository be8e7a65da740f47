# SIGTERM runs a JVM's shutdown hooks.
# needs: javac java

cat > Hook.java << 'END'
import java.io.File;

public class Hook {
  public static void main(String[] args) throws Exception {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
    new File("ready").createNewFile();
    Thread.sleep(600_000);
  }
}
END
javac Hook.java
java -cp . Hook &
jvm=$!
until [ -e ready ]; do
  sleep 0.05
done
kill $jvm
wait $jvm
echo $?
