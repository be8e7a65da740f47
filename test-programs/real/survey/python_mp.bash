# Python maps a function over a pool of four forked processes.
# needs: python3

cat > pool.py << 'END'
import multiprocessing

if __name__ == "__main__":
    with multiprocessing.Pool(4) as pool:
        print(sum(pool.map(abs, range(-5000, 0))))
END
python3 pool.py
