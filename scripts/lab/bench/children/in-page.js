// Runs in the page that is measured.
const longTasks = []
const added = []

new PerformanceObserver(list => {
  for (const entry of list.getEntries()) longTasks.push(entry.duration)
}).observe({ type: 'longtask' })

/** As one who takes the bar and pulls it to the end. */
async function pullToTheEnd() {
  const scroller = document.querySelector('.scroller')
  for (let part = 0; part <= 100; part++) {
    scroller.scrollTop = (scroller.scrollHeight * part) / 100
    await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
  }
  scroller.scrollTo(0, 0)
}

/** From Enter to the frame in which the task can be seen. */
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

const until = async isSo => {
  while (!isSo()) await new Promise(requestAnimationFrame)
}

globalThis.measured = { longTasks, added, pullToTheEnd, until }
