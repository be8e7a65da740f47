// Goroutines with channels, timers, a mutex, garbage, and loops that only preemption can stop.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"
)

// spin computes with no call in its loop: the runtime preempts it with SIGURG.
func spin(rounds int) uint64 {
	x := uint64(88172645463325252)
	for i := 0; i < rounds; i++ {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
	}
	return x
}

func pipeline(numbers int) int {
	source, squares := make(chan int), make(chan int, 16)
	go func() {
		for i := 1; i <= numbers; i++ {
			source <- i
		}
		close(source)
	}()
	var workers sync.WaitGroup
	for w := 0; w < 8; w++ {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for n := range source {
				squares <- n * n
			}
		}()
	}
	go func() {
		workers.Wait()
		close(squares)
	}()
	sum := 0
	for square := range squares {
		sum += square
	}
	return sum
}

func counters(goroutines, each int) int {
	var lock sync.Mutex
	var all sync.WaitGroup
	counts := map[int]int{}
	for g := 0; g < goroutines; g++ {
		all.Add(1)
		go func(g int) {
			defer all.Done()
			for i := 0; i < each; i++ {
				lock.Lock()
				counts[(g+i)%97]++
				lock.Unlock()
			}
		}(g)
	}
	all.Wait()
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return sum
}

func garbage(rounds int) int {
	type node struct {
		left, right *node
		bytes       [100]byte
	}
	kept := make([]*node, 1000)
	for i := 0; i < rounds; i++ {
		kept[i%1000] = &node{left: kept[(i*7)%1000]}
		if i%50 == 0 {
			kept[(i*3)%1000] = nil
		}
		// Cuts the chain: what was two behind may go.
		if behind := kept[(i*7)%1000]; behind != nil {
			behind.left = nil
		}
	}
	live := 0
	for _, n := range kept {
		if n != nil {
			live++
		}
	}
	return live
}

func main() {
	runtime.GOMAXPROCS(4)
	ticker := time.NewTicker(2 * time.Millisecond)
	ticks, done := 0, make(chan bool)
	go func() {
		for range ticker.C {
			ticks++
			if ticks == 20 {
				close(done)
				return
			}
		}
	}()
	results := make([]uint64, 4)
	var all sync.WaitGroup
	for i := range results {
		all.Add(1)
		go func(i int) {
			defer all.Done()
			results[i] = spin(20000000 + i)
		}(i)
	}
	fmt.Println("pipeline", pipeline(5000))
	fmt.Println("counters", counters(100, 200))
	fmt.Println("garbage", garbage(200000))
	all.Wait()
	for i, result := range results {
		fmt.Printf("spin %d %016x\n", i, result)
	}
	<-done
	fmt.Println("ticks", ticks)
	select {
	case <-time.After(5 * time.Millisecond):
		fmt.Println("timeout")
	case <-make(chan int):
	}
	func() {
		defer func() { fmt.Println("recovered:", recover() != nil) }()
		var nothing *int
		fmt.Println(*nothing)
	}()
	if os.Getenv("JRR_SHOW") != "" {
		fmt.Println("shown:", os.Getpid(), time.Now().UnixNano(), runtime.NumGoroutine())
	}
}
