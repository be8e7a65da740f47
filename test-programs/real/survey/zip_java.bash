# A jar is made, run and listed.
# needs: javac jar javap java

cat > manifest << 'END'
Main-Class: One
END
cat > One.java << 'END'
public class One {
  public static void main(String[] args) {
    System.out.println(1);
  }
}
END
javac One.java
jar cfm one.jar manifest One.class
java -jar one.jar
javap -c One.class | wc -l
