// Runs in the page that is measured.
const longTasks = []
const added = []

new PerformanceObserver(list => {
  for (const entry of list.getEntries()) longTasks.push(entry.duration)
}).observe({ type: 'longtask' })

/** Scrolls as a person who drags the scroll bar to the end. */
async function pullToTheEnd() {
  const scroller = document.querySelector('.scroller')
  for (let part = 0; part <= 100; part++) {
    scroller.scrollTop = (scroller.scrollHeight * part) / 100
    await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
  }
  scroller.scrollTo(0, 0)
}

/** Measures the time from Enter to the first frame with the task. */
function watchEnter(event) {
  if (event.key !== 'Enter') return
  const began = performance.now()
  const title = event.target.value.split(' at ')[0]
  const look = () => {
    const there = [...document.querySelectorAll('.row-title')].some(row => row.textContent.startsWith(title))
    if (there) added.push(performance.now() - began)
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}
document.addEventListener('keydown', watchEnter, true)

const until = async condition => {
  while (!condition()) await new Promise(requestAnimationFrame)
}

globalThis.measured = { longTasks, added, pullToTheEnd, until }
