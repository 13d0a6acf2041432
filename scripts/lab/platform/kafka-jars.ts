import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { build, need } from '../../build/tools.ts'
import { cached } from './cached.ts'

const version = '4.3.1'

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>zerodue</groupId>
  <artifactId>kafka-for-tests</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${version}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`

/** The class path of Apache Kafka and its tools, downloaded once with Maven (44 MB). */
export async function kafkaJars(): Promise<string> {
  need('java')
  const folder = await cached(`kafka-${version}`, async making => {
    need('mvn')
    writeFileSync(path.join(making, 'pom.xml'), pom)
    await build(
      'mvn',
      ['--batch-mode', '--quiet', 'dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=jars'],
      {
        cwd: making,
      },
    )
  })
  return path.join(folder, 'jars', '*')
}
