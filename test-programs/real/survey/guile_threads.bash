# Threads of guile's allocate while its collector stops them, and an alarm ends a loop.
# needs: guile

export GUILE_AUTO_COMPILE=0
cat > threads.scm << 'END'
(use-modules (ice-9 threads))
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(display (par-map fib '(18 19 20 21)))
(newline)
(define mutex (make-mutex))
(define count 0)
(define (add)
  (do ((i 0 (+ i 1))) ((= i 1000)) (with-mutex mutex (set! count (+ count 1)))))
(for-each join-thread (map (lambda (_) (call-with-new-thread add)) (iota 5)))
(display count)
(newline)
(do ((i 0 (+ i 1))) ((= i 30)) (make-vector 100000 i))
(gc)
(sigaction SIGALRM (lambda (signal) (display "alarm") (newline) (exit 3)))
(setitimer ITIMER_REAL 0 0 0 200000)
(let loop () (loop))
END
guile threads.scm
echo $?
